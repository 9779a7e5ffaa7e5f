/* Clocks, processor time and a histogram that is never more than 1.6 % wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

struct counts counts, counts_before;

/* Seconds, from anywhere. */
double clock_now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec + at.tv_nsec / 1e9;
}

/* Seconds of processor time this process has used. */
double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Seconds of processor time of one process and all its threads; 0 when it is gone. */
static double cpu_of(long pid) {
    char path[64], text[1024];
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    /* The name, in brackets, may hold anything. */
    char *after = strrchr(text, ')');
    if (!after || sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2) return 0;
    return (double)(user + kernel) / sysconf(_SC_CLK_TCK);
}

/* Seconds of processor time of the servers named by --pid, together. */
double server_cpu(void) {
    double sum = 0;
    for (const char *at = options.pids; at && *at; at += *at == ',') {
        char *end;
        sum += cpu_of(strtol(at, &end, 10));
        if (end == at) break;
        at = end;
    }
    return sum;
}

/* 64 buckets for each doubling of a microsecond. */
static unsigned bucket_of(double seconds) {
    uint64_t us = seconds > 0 ? (uint64_t)(seconds * 1e6) : 0;
    if (us < 64) return us;
    unsigned shift = 57 - __builtin_clzll(us);
    unsigned bucket = (shift + 1) * 64 + (unsigned)((us >> shift) - 64);
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

void record(unsigned *histogram, double seconds) { histogram[bucket_of(seconds)]++; }

/* Milliseconds that `share` of the recorded times do not exceed; -1 when nothing was recorded. */
double quantile(const unsigned *histogram, double share) {
    uint64_t total = 0, passed = 0;
    for (int i = 0; i < BUCKETS; i++) total += histogram[i];
    if (!total) return -1;
    uint64_t wanted = (uint64_t)(share * (total - 1)) + 1;
    int i = 0;
    while ((passed += histogram[i]) < wanted) i++;
    if (i < 64) return i / 1e3;
    unsigned shift = i / 64 - 1;
    return ((uint64_t)(i % 64 + 64) << shift) / 1e3;
}
