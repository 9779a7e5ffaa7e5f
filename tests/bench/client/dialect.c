/* What each server speaks: the words around a post, and what a message means. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "load.h"

static const char *const REACTIONS[] = {"agree", "disagree", "solidarity", "insightful", "question"};
static const char WORDS[] =
    " We ask for a fund that pays before the flood comes and not after it, with a seat at its table for those who "
    "live by the river, and for rules that a small municipality can read, follow and answer within the month.";

/* `size` characters that begin with the mark and the number. */
static int text_of(char *to, unsigned id) {
    int size = sprintf(to, MARK "%0*u", MARK_DIGITS, id);
    while (size < options.size) {
        int rest = options.size - size, part = sizeof WORDS - 1;
        memcpy(to + size, WORDS, rest < part ? rest : part);
        size += rest < part ? rest : part;
    }
    return size;
}

static long number_after(const char *text, size_t size, const char *name) {
    char *at = memmem(text, size, name, strlen(name));
    return at ? strtol(at + strlen(name), NULL, 10) : -1;
}

static void open_at_once(struct line *line) { line_live(line); }
static void open_later(struct line *line) { (void)line; }

/* Plain text: what is sent comes back to everyone. */
static void plain_heard(struct line *line, const char *text, size_t size, double now) {
    counts.events++;
    post_seen(line, text, size, now);
}
static size_t plain_say(char *to, struct line *line, unsigned id) {
    (void)line;
    return text_of(to, id);
}

/* {"message": text}, as in the Channels tutorial. */
static size_t json_say(char *to, struct line *line, unsigned id) {
    (void)line;
    int size = sprintf(to, "{\"message\": \"");
    size += text_of(to + size, id);
    return size + sprintf(to + size, "\"}");
}

/* Socket.IO 5 on Engine.IO 4: 0 open, 40 connect, 2 ping, 3 pong, 42[name, data] event. */
static void socketio_heard(struct line *line, const char *text, size_t size, double now) {
    if (size >= 2 && text[0] == '4' && text[1] == '2') {
        counts.events++;
        post_seen(line, text, size, now);
    } else if (size >= 2 && text[0] == '4' && text[1] == '0')
        line_live(line);
    else if (size >= 1 && text[0] == '0')
        line_send(line, "40", 2);
    else if (size >= 1 && text[0] == '2')
        line_send(line, "3", 1);
}
static size_t socketio_say(char *to, struct line *line, unsigned id) {
    (void)line;
    int size = sprintf(to, "42[\"say\",\"");
    size += text_of(to + size, id);
    return size + sprintf(to + size, "\"]");
}

/* Ours: docs/protocol.md. */
static unsigned id_of_key(const char *text, size_t size, const char *name) {
    char *at = memmem(text, size, name, strlen(name));
    return at && text + size - at > 40 ? strtoul(at + strlen(name) + 24, NULL, 16) : 0;
}
static void numbered(struct line *line, const char *text, size_t size, double now) {
    long seq = strtol(text + 7, NULL, 10);
    counts.events++;
    if (seq > line->last + 1)
        counts.skipped++;
    else if (seq <= line->last)
        counts.repeated++;
    if (seq > line->last) line->last = seq;
    post_seen(line, text, size, now);
}
static void frame(struct line *line, const char *text, size_t size, double now) {
    if (!strncmp(text, "{\"seq\":", 7)) return numbered(line, text, size, now);
    if (!strncmp(text, "{\"ack\":", 7)) return post_acked(line, id_of_key(text, size, "\"ack\":\""), now, 0);
    if (!strncmp(text, "{\"error\":", 9)) {
        if (!counts.refused) fprintf(stderr, "The first refusal: %.*s\n", (int)size, text);
        return post_acked(line, id_of_key(text, size, "\"key\":\""), now, 1);
    }
    counts.passing++;
    if (memmem(text, size, "\"welcome\"", 9)) {
        if (line->last < 0) line->last = number_after(text, size, "\"head\":");
        line->told = line->last;
        line->told_at = now;
        line_live(line);
    } else if (memmem(text, size, "\"heartbeat\"", 11))
        line_acknowledge(line, now);
}
static void ours_heard(struct line *line, const char *text, size_t size, double now) {
    const char *end = text + size;
    for (const char *stop; text < end && line->state != AWAY; text = stop + 1) {
        stop = memchr(text, '\n', end - text);
        if (!stop) stop = end;
        frame(line, text, stop - text, now);
    }
    /* As a page does (static/js/live/acker.js): ten a second while a hundred wait, else one. */
    if (line->last > line->told && now - line->told_at >= (line->last - line->told >= 100 ? 0.1 : line->calm))
        line_acknowledge(line, now);
}
static size_t ours_say(char *to, struct line *line, unsigned id) {
    static unsigned run;
    char key[40];
    if (!run) run = time(NULL);
    snprintf(key, sizeof key, "%08x-0000-4000-8000-%012x", run, id);
    if (options.deed == REACT)
        return sprintf(to, "{\"do\":\"react\",\"key\":\"%s\",\"post\":%ld,\"kind\":\"%s\"}", key, 1 + id % options.target,
                       REACTIONS[(id / options.target + (line - lines)) % 5]);
    int size = sprintf(to, "{\"do\":\"post\",\"key\":\"%s\",\"text\":\"", key);
    size += text_of(to + size, id);
    return size + sprintf(to + size, "\",\"parent\":null,\"language\":\"en\",\"mandate\":null}");
}

static const struct dialect DIALECTS[] = {
    {"solidaction", open_later, ours_heard, ours_say},
    {"plain", open_at_once, plain_heard, plain_say},
    {"json", open_at_once, plain_heard, json_say},
    {"socketio", open_later, socketio_heard, socketio_say},
};

const struct dialect *dialect_named(const char *name) {
    for (size_t i = 0; i < sizeof DIALECTS / sizeof *DIALECTS; i++)
        if (!strcmp(DIALECTS[i].name, name)) return &DIALECTS[i];
    fprintf(stderr, "There is no dialect %s\n", name);
    exit(2);
}
