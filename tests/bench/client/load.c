/* From options to a report: open every line, warm up, measure, see what is missing. Prints one JSON object a line. */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "load.h"

struct options options = {
    .host = "127.0.0.1", .origin = "http://127.0.0.1", .opening = 64, .sources = 1, .size = 300, .settle = 1,
    .warm = 1, .seconds = 5, .patience = 10, .until = -1, .target = 1,
};
struct line *lines;
unsigned line_count, live_count, *room_sizes;
int poller;

/* Seconds until everybody must be in. */
static double open_within = 120;

static const struct option NAMES[] = {
    {"host", 1, 0, 'h'}, {"port", 1, 0, 'p'}, {"origin", 1, 0, 'o'}, {"seats", 1, 0, 's'}, {"dialect", 1, 0, 'd'},
    {"opening", 1, 0, 'O'}, {"sources", 1, 0, 'S'}, {"inflight", 1, 0, 'i'}, {"rate", 1, 0, 'r'}, {"size", 1, 0, 'z'},
    {"settle", 1, 0, 'e'}, {"warm", 1, 0, 'w'}, {"seconds", 1, 0, 't'}, {"patience", 1, 0, 'P'}, {"until", 1, 0, 'u'},
    {"answer", 1, 0, 'a'}, {"react", 1, 0, 'R'}, {"pid", 1, 0, 'D'}, {"hold", 0, 0, 'H'}, {"return", 0, 0, 'c'},
    {"open-within", 1, 0, 'W'}, {0, 0, 0, 0},
};

static void read_options(int count, char **words) {
    int option;
    while ((option = getopt_long(count, words, "", NAMES, NULL)) != -1) switch (option) {
        case 'h': options.host = optarg; break;
        case 'p': options.port = atoi(optarg); break;
        case 'o': options.origin = optarg; break;
        case 's': options.seats = optarg; break;
        case 'd': options.dialect = dialect_named(optarg); break;
        case 'O': options.opening = atoi(optarg); break;
        case 'S': options.sources = atoi(optarg); break;
        case 'i': options.inflight = atoi(optarg); break;
        case 'r': options.rate = atof(optarg); break;
        case 'z': options.size = atoi(optarg); break;
        case 'e': options.settle = atof(optarg); break;
        case 'w': options.warm = atof(optarg); break;
        case 't': options.seconds = atof(optarg); break;
        case 'P': options.patience = atof(optarg); break;
        case 'u': options.until = atol(optarg); break;
        case 'a': options.answer = strcmp(optarg, "ack") ? BY_ALL : BY_ACK; break;
        case 'R': options.deed = REACT; options.target = atol(optarg); break;
        case 'D': options.pids = optarg; break;
        case 'H': options.hold = 1; break;
        case 'c': options.come_back = 1; break;
        case 'W': open_within = atof(optarg); break;
        default: exit(2);
    }
    if (!options.dialect || !options.port || !options.seats || options.size > 2000) {
        fprintf(stderr, "load needs --dialect, --port, --seats and a --size of at most 2000\n");
        exit(2);
    }
}

/* One line for each socket: room (a number from 0), path, where it stands ("-": at the head), and the cookie if any. */
static void read_seats(void) {
    char *text = NULL;
    size_t room_for = 0;
    unsigned rooms = 0;
    FILE *file = fopen(options.seats, "r");
    if (!file) perror(options.seats), exit(1);
    while (getline(&text, &room_for, file) > 0) {
        unsigned room;
        char path[512], after[32], cookie[512] = "";
        if (sscanf(text, "%u %511s %31s %511[^\n]", &room, path, after, cookie) < 3) continue;
        if (room >= rooms) {
            room_sizes = realloc(room_sizes, (room + 1) * sizeof *room_sizes);
            while (rooms <= room) room_sizes[rooms++] = 0;
        }
        if (!(line_count & (line_count - 1))) lines = realloc(lines, (line_count ? line_count * 2 : 1) * sizeof *lines);
        lines[line_count++] = (struct line){
            .room = room, .seat = room_sizes[room]++, .path = strdup(path), .cookie = strdup(cookie),
            .last = *after == '-' ? -1 : atol(after), .fd = -1,
        };
    }
    fclose(file);
    free(text);
}

/* Opens lines that are away and due, handles what has come, acknowledges what is late; at most `patience` seconds. */
static double turn(double patience) {
    static struct epoll_event events[1024];
    static unsigned hand;
    double now = clock_now();
    for (unsigned i = 0; live_count + lines_underway() < line_count && i < line_count; i++) {
        struct line *line = &lines[i];
        if (lines_underway() >= (unsigned)options.opening) break;
        if (line->state == AWAY && line->due <= now) line_open(line);
    }
    for (unsigned i = 0; i < line_count / 64 + 1; i++) {
        struct line *line = &lines[hand++ % line_count];
        if (line->state == LIVE && line->last > line->told && now - line->told_at >= line->calm) line_acknowledge(line, now);
    }
    int count = epoll_wait(poller, events, 1024, patience * 1e3);
    for (int i = 0; i < count; i++) line_ready(events[i].data.ptr, events[i].events);
    now = clock_now();
    posts_pump(now);
    return now;
}

static double run_for(double seconds) {
    double now = clock_now(), stop = now + seconds;
    while (now < stop) now = turn(0.001);
    return now;
}

/* Goes on until standard input says something, or ends. */
static void wait_for_word(void) {
    struct pollfd word = {.fd = 0, .events = POLLIN};
    char said[64];
    while (!poll(&word, 1, 0)) turn(0.005);
    if (read(0, said, sizeof said) < 0) exit(1);
}

static void open_all(void) {
    double began = clock_now(), now = began, server = server_cpu(), own = own_cpu();
    while (live_count < line_count && now - began < open_within) now = turn(0.005);
    printf("{\"at\": \"open\", \"seconds\": %.3f, \"sockets\": %u, \"live\": %u, \"failed\": %ld, \"per_second\": %.0f, "
           "\"client_cpu\": %.3f, \"server_cpu\": %.3f}\n",
           now - began, line_count, live_count, counts.failed, live_count / (now - began),
           (own_cpu() - own) / (now - began), (server_cpu() - server) / (now - began));
    if (live_count < line_count) exit(1);
    if (options.until < 0) return;
    for (unsigned i = 0; i < line_count && now - began < open_within;)
        if (lines[i].last >= options.until) i++;
        else now = turn(0.005);
    printf("{\"at\": \"caught up\", \"seconds\": %.3f, \"events\": %ld, \"skipped\": %ld, \"repeated\": %ld, \"closed\": %ld, "
           "\"server_cpu\": %.3f}\n",
           now - began, counts.events, counts.skipped, counts.repeated, counts.closed, server_cpu() - server);
}

/* Waits until every line was lost and is live again. */
static void come_back(void) {
    double now = clock_now(), first = 0, waited = now;
    long before = counts.closed, tried = counts.failed;
    while (counts.closed - before < line_count || live_count < line_count) {
        now = turn(0.005);
        if (!first && counts.closed > before) first = now;
        if (now - (first ? first : waited) > open_within) break;
    }
    printf("{\"at\": \"back\", \"seconds\": %.3f, \"lost\": %ld, \"live\": %u, \"failed\": %ld}\n", now - first,
           counts.closed - before, live_count, counts.failed - tried);
}

/* Reads on until everything sent has been seen, or nothing new has come for two seconds. */
static void drain(void) {
    long before = -1;
    for (int still = 0; posts_open() && still < 20; run_for(0.1)) {
        still = counts.deliveries == before ? still + 1 : 0;
        before = counts.deliveries;
    }
}

int main(int count, char **words) {
    struct rlimit files;
    setvbuf(stdout, NULL, _IOLBF, 0);
    read_options(count, words);
    read_seats();
    getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < line_count + 64) {
        files.rlim_cur = line_count + 64;
        if (files.rlim_max < files.rlim_cur) files.rlim_max = files.rlim_cur;
        if (setrlimit(RLIMIT_NOFILE, &files)) perror("More files than this system lets one process open"), exit(1);
    }
    srand48(1);
    poller = epoll_create1(EPOLL_CLOEXEC);
    open_all();
    if (options.hold) wait_for_word();
    if (options.come_back) come_back();
    if (options.inflight || options.rate > 0) {
        run_for(options.settle);
        posts_start(clock_now());
        posts_begin(run_for(options.warm));
        posts_end(run_for(options.seconds));
        drain();
        posts_report();
    }
    return 0;
}
