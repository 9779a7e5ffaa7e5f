/* The load client: thousands of websockets in one process, posts at a pace or in a closed loop, everything counted. */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>
#include <stdint.h>

/* Stands before the number of a post in its text; no server changes it. */
#define MARK "qzq"
#define MARK_DIGITS 10

enum state { AWAY, CONNECTING, SHAKING, GREETING, LIVE };
enum answer { BY_ALL, BY_ACK };
enum deed { POST, REACT };

struct line {
    int fd;
    enum state state;
    unsigned room, seat; /* seat: its place within the room */
    const char *path, *cookie;
    char *left; /* bytes of a frame not yet complete */
    size_t left_size;
    char *out; /* bytes the kernel has not taken yet */
    size_t out_size;
    long last, told; /* number of the last event, and of the last one acknowledged */
    double told_at, calm, due, pause; /* calm: seconds between two acknowledgements, another one each time */
};

/* What a server speaks: how a post is written, what a text message means. */
struct dialect {
    const char *name;
    void (*opened)(struct line *);
    void (*heard)(struct line *, const char *text, size_t size, double now);
    size_t (*say)(char *to, struct line *, unsigned id);
};

struct options {
    const char *host, *origin, *pids, *seats;
    int port, opening, sources, inflight, size, hold, come_back;
    double rate, settle, warm, seconds, patience;
    long until, target;
    enum answer answer;
    enum deed deed;
    const struct dialect *dialect;
};

extern struct options options;
extern struct line *lines;
extern unsigned line_count, live_count, *room_sizes;

/* line.c */
void line_open(struct line *);
void line_ready(struct line *, uint32_t events);
void line_send(struct line *, const char *text, size_t size);
void line_live(struct line *);
void line_lost(struct line *, int code);
void line_acknowledge(struct line *, double now);
unsigned lines_underway(void);

/* dialect.c */
const struct dialect *dialect_named(const char *name);

/* posts.c */
void post_send(struct line *, double now);
void post_seen(struct line *, const char *text, size_t size, double now);
void post_acked(struct line *, unsigned id, double now, int refused);
void posts_pump(double now);
void posts_start(double now);
void posts_begin(double now);
void posts_end(double now);
unsigned posts_open(void);
void posts_report(void);

/* counts.c */
struct counts {
    long events, deliveries, passing, messages, bytes, skipped, repeated, doubled, broken;
    long sent, answered, refused, given_up, handshakes, failed, closed;
};
extern struct counts counts, counts_before;
double clock_now(void);
double own_cpu(void);
double server_cpu(void);
double quantile(const unsigned *histogram, double share);
void record(unsigned *histogram, double seconds);
enum { BUCKETS = 2048 };

#endif
