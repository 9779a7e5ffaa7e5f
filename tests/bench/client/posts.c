/* Posts in flight: who has seen which, how long it took, and what is missing at the end. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

struct post {
    double at;
    unsigned seen, audience;
    int done, refused;
    struct line *by;
    uint64_t *eyes; /* one bit for each seat of the room */
};

static struct post *posts; /* by number; the first is 1 */
static unsigned post_count, post_room;
static unsigned *open_posts, open_count, turn;
static unsigned seen_times[BUCKETS], all_times[BUCKETS], ack_times[BUCKETS];
static double begin = 1e18, end, next_at, looked_at, own_before, server_before;
static int going;

unsigned posts_open(void) {
    unsigned missing = 0;
    for (unsigned id = 1; id <= post_count; id++)
        missing += !posts[id].refused && posts[id].seen < posts[id].audience;
    return missing;
}

static int counted(const struct post *post) { return post->at >= begin && post->at <= end; }

void post_send(struct line *line, double now) {
    char text[4096];
    if (++post_count >= post_room) posts = realloc(posts, (post_room = post_count * 2 + 1024) * sizeof *posts);
    struct post *post = &posts[post_count];
    *post = (struct post){.by = line, .audience = options.deed == POST ? room_sizes[line->room] : 0};
    post->eyes = calloc(room_sizes[line->room] / 64 + 1, sizeof *post->eyes);
    if (options.inflight) open_posts[open_count++] = post_count;
    size_t size = options.dialect->say(text, line, post_count);
    counts.sent++;
    post->at = options.inflight ? clock_now() : now;
    line_send(line, text, size);
}

/* Its place among those in flight is free again; whoever waits for their own answer speaks on. */
static void finish(struct post *post, unsigned id, double now) {
    if (post->done) return;
    post->done = 1;
    for (unsigned i = 0; i < open_count; i++)
        if (open_posts[i] == id) open_posts[i] = open_posts[--open_count];
    if (going && options.answer == BY_ACK && options.inflight && post->by->state == LIVE) post_send(post->by, now);
}

static struct post *post_numbered(unsigned id) { return id && id <= post_count ? &posts[id] : NULL; }

void post_seen(struct line *line, const char *text, size_t size, double now) {
    char *mark = memmem(text, size, MARK, sizeof MARK - 1);
    if (!mark) return;
    unsigned id = strtoul(mark + sizeof MARK - 1, NULL, 10);
    struct post *post = post_numbered(id);
    if (!post) return; /* said before this client came */
    uint64_t bit = 1ull << line->seat % 64, *eyes = &post->eyes[line->seat / 64];
    if (*eyes & bit) {
        counts.doubled++;
        return;
    }
    *eyes |= bit;
    counts.deliveries++;
    if (counted(post)) record(seen_times, now - post->at);
    if (++post->seen < post->audience) return;
    if (counted(post)) record(all_times, now - post->at);
    if (options.answer == BY_ALL) {
        counts.answered++;
        finish(post, id, now);
    }
}

void post_acked(struct line *line, unsigned id, double now, int refused) {
    struct post *post = post_numbered(id);
    (void)line;
    if (!post) return;
    if (refused) {
        counts.refused++;
        post->refused = 1;
    } else if (counted(post))
        record(ack_times, now - post->at);
    if (refused || options.answer == BY_ACK) {
        counts.answered += !refused;
        finish(post, id, now);
    }
}

static struct line *next_line(void) {
    for (unsigned tried = 0; tried < line_count; tried++) {
        struct line *line = &lines[turn++ % line_count];
        if (line->state == LIVE) return line;
    }
    return NULL;
}

/* Sends what is due: up to `inflight` at once, or at the rate. */
void posts_pump(double now) {
    struct line *line;
    if (!going) return;
    if (!options.inflight) {
        for (; now >= next_at && (line = next_line()); next_at += 1 / options.rate) post_send(line, clock_now());
        return;
    }
    if (now - looked_at > 0.1) {
        looked_at = now;
        for (unsigned i = 0; i < open_count; i++)
            if (now - posts[open_posts[i]].at > options.patience) {
                counts.given_up++;
                finish(&posts[open_posts[i]], open_posts[i], now);
            }
    }
    while (open_count < (unsigned)options.inflight && (line = next_line())) post_send(line, now);
}

void posts_start(double now) {
    if (!open_posts) open_posts = calloc(2 * options.inflight + 1, sizeof *open_posts);
    next_at = now;
    going = options.inflight || options.rate > 0;
}

void posts_begin(double now) {
    counts_before = counts;
    own_before = own_cpu();
    server_before = server_cpu();
    begin = now;
    end = 1e18;
}

static struct counts window;
static double own_used, server_used;

void posts_end(double now) {
    own_used = own_cpu() - own_before;
    server_used = server_cpu() - server_before;
    window = (struct counts){
        .events = counts.events - counts_before.events,
        .deliveries = counts.deliveries - counts_before.deliveries,
        .messages = counts.messages - counts_before.messages,
        .bytes = counts.bytes - counts_before.bytes,
        .sent = counts.sent - counts_before.sent,
        .answered = counts.answered - counts_before.answered,
    };
    end = now;
    going = 0;
}

static void times(const char *name, const unsigned *histogram) {
    printf("\"%s\": {\"p50\": %.3f, \"p90\": %.3f, \"p99\": %.3f, \"max\": %.3f}, ", name, quantile(histogram, 0.5),
           quantile(histogram, 0.9), quantile(histogram, 0.99), quantile(histogram, 1));
}

void posts_report(void) {
    double seconds = end - begin;
    long lost = 0;
    for (unsigned id = 1; id <= post_count; id++)
        if (!posts[id].refused) lost += posts[id].audience - posts[id].seen;
    printf("{\"at\": \"end\", \"seconds\": %.3f, \"sockets\": %u, \"live\": %u, ", seconds, line_count, live_count);
    printf("\"posts\": %ld, \"answered\": %ld, \"deliveries\": %ld, \"events\": %ld, \"messages\": %ld, \"bytes\": %ld, ",
           window.sent, window.answered, window.deliveries, window.events, window.messages, window.bytes);
    printf("\"posts_per_second\": %.1f, \"deliveries_per_second\": %.0f, ", window.answered / seconds,
           window.deliveries / seconds);
    times("seen_ms", seen_times);
    times("all_ms", all_times);
    times("ack_ms", ack_times);
    printf("\"client_cpu\": %.3f, \"server_cpu\": %.3f, ", own_used / seconds, server_used / seconds);
    if (window.deliveries)
        printf("\"client_us\": %.3f, \"server_us\": %.3f, ", own_used / window.deliveries * 1e6,
               server_used / window.deliveries * 1e6);
    printf("\"lost\": %ld, \"doubled\": %ld, \"skipped\": %ld, \"repeated\": %ld, \"refused\": %ld, ", lost, counts.doubled,
           counts.skipped, counts.repeated, counts.refused);
    printf("\"given_up\": %ld, \"closed\": %ld, \"broken\": %ld}\n", counts.given_up, counts.closed, counts.broken);
}
