/* One websocket: from connect to close. Reads into one buffer that all share; keeps only what is not yet complete. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

extern int poller;

#define BUFFER (512 * 1024)
static char buffer[BUFFER + 1];
static unsigned underway;

unsigned lines_underway(void) { return underway; }

static void watch(struct line *line, int how, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = line};
    epoll_ctl(poller, how, line->fd, &event);
}

static void write_out(struct line *line, const char *bytes, size_t size) {
    ssize_t written = line->out_size ? 0 : send(line->fd, bytes, size, MSG_NOSIGNAL);
    if (written < 0) written = 0; /* a broken line is found when it is read */
    if ((size_t)written == size) return;
    if (!line->out_size) watch(line, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    line->out = realloc(line->out, line->out_size + size - written);
    memcpy(line->out + line->out_size, bytes + written, size - written);
    line->out_size += size - written;
}

static void drain(struct line *line) {
    ssize_t written = send(line->fd, line->out, line->out_size, MSG_NOSIGNAL);
    if (written <= 0) return;
    line->out_size -= written;
    memmove(line->out, line->out + written, line->out_size);
    if (!line->out_size) watch(line, EPOLL_CTL_MOD, EPOLLIN);
}

static void send_frame(struct line *line, int opcode, const char *payload, size_t size) {
    static const unsigned char mask[4] = {0x5a, 0xc3, 0x17, 0x88};
    char frame[8 + 4096];
    size_t at = 0;
    if (size > 4096) abort();
    frame[at++] = 0x80 | opcode;
    if (size < 126)
        frame[at++] = 0x80 | size;
    else {
        frame[at++] = (char)(0x80 | 126);
        frame[at++] = size >> 8;
        frame[at++] = size;
    }
    memcpy(frame + at, mask, 4);
    at += 4;
    for (size_t i = 0; i < size; i++) frame[at + i] = payload[i] ^ mask[i % 4];
    write_out(line, frame, at + size);
}

void line_send(struct line *line, const char *text, size_t size) { send_frame(line, 1, text, size); }

void line_open(struct line *line) {
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(options.port)};
    int one = 1;
    line->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (line->fd < 0) perror("socket"), exit(1);
    setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* One source address has some 28,000 ports for one server; several have more. */
    setsockopt(line->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (line - lines) % options.sources);
    inet_pton(AF_INET, options.host, &to.sin_addr);
    line->state = CONNECTING;
    line->left_size = line->out_size = 0;
    underway++;
    if (bind(line->fd, (void *)&from, sizeof from)) perror("bind"), exit(1);
    if (connect(line->fd, (void *)&to, sizeof to) && errno != EINPROGRESS) {
        watch(line, EPOLL_CTL_ADD, 0);
        return line_lost(line, 0);
    }
    watch(line, EPOLL_CTL_ADD, EPOLLOUT);
}

static void shake(struct line *line) {
    char request[2048], where[64] = "";
    if (line->last >= 0) snprintf(where, sizeof where, "%cafter=%ld", strchr(line->path, '?') ? '&' : '?', line->last);
    int size = snprintf(request, sizeof request,
                        "GET %s%s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: c29saWRhcml0eS1iZW5jaA==\r\nSec-WebSocket-Version: 13\r\nOrigin: %s\r\n%s%s%s\r\n",
                        line->path, where, options.host, options.port, options.origin, *line->cookie ? "Cookie: " : "",
                        line->cookie, *line->cookie ? "\r\n" : "");
    line->state = SHAKING;
    watch(line, EPOLL_CTL_MOD, EPOLLIN);
    write_out(line, request, size);
}

/* The server has let this line in: from now on it must see every post. */
void line_live(struct line *line) {
    if (line->state == LIVE) return;
    line->state = LIVE;
    line->pause = 0;
    line->calm = 0.5 + drand48();
    live_count++;
    underway--;
    counts.handshakes++;
}

void line_lost(struct line *line, int code) {
    if (line->state == AWAY) return;
    if (line->state == LIVE)
        live_count--, counts.closed++;
    else
        underway--, counts.failed++;
    close(line->fd);
    line->state = AWAY;
    /* As a page of the forum comes back: half a second to a second, then longer. */
    double ceiling = line->pause ? line->pause * 2 : 1;
    line->pause = ceiling > 30 ? 30 : ceiling;
    line->due = clock_now() + 0.5 + drand48() * (line->pause - 0.5);
    if (code && counts.closed < 3) fprintf(stderr, "The server closed a line with code %d\n", code);
}

void line_acknowledge(struct line *line, double now) {
    char text[64];
    int size = snprintf(text, sizeof text, "{\"do\":\"ack\",\"seq\":%ld}", line->last);
    line->told = line->last;
    line->told_at = now;
    line->calm = 0.5 + drand48();
    line_send(line, text, size);
}

/* Handles one frame at `at`; its size, 0 when it is not complete, -1 when the line has ended. */
static long frame_at(struct line *line, const char *at, size_t size, double now) {
    const unsigned char *byte = (const unsigned char *)at;
    size_t header = 2, length;
    if (size < 2) return 0;
    length = byte[1] & 127;
    if (length == 126) {
        if (size < 4) return 0;
        length = byte[2] << 8 | byte[3];
        header = 4;
    } else if (length == 127) {
        if (size < 10) return 0;
        length = 0;
        for (int i = 2; i < 10; i++) length = length << 8 | byte[i];
        header = 10;
    }
    if (byte[1] & 128 || !(byte[0] & 128) || byte[0] & 0x70 || length > BUFFER / 2) {
        counts.broken++; /* masked, in pieces or compressed: no server here should */
        return line_lost(line, 0), -1;
    }
    if (size < header + length) return 0;
    const char *payload = at + header;
    switch (byte[0] & 15) {
    case 1:
        counts.messages++;
        options.dialect->heard(line, payload, length, now);
        break;
    case 8:
        return line_lost(line, length >= 2 ? (unsigned char)payload[0] << 8 | (unsigned char)payload[1] : 1005), -1;
    case 9:
        send_frame(line, 10, payload, length);
    }
    return line->state == AWAY ? -1 : (long)(header + length);
}

static long answer_at(struct line *line, char *at, size_t size) {
    char *end = memmem(at, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (size < 12 || memcmp(at + 8, " 101", 4)) {
        if (counts.failed < 3) fprintf(stderr, "The server refused a line: %.*s\n", (int)(strcspn(at, "\r")), at);
        return line_lost(line, 0), -1;
    }
    line->state = GREETING;
    options.dialect->opened(line);
    return end + 4 - at;
}

static void take(struct line *line) {
    size_t size = line->left_size, used = 0;
    memcpy(buffer, line->left, size);
    ssize_t got = recv(line->fd, buffer + size, BUFFER - size, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return line_lost(line, 0);
    double now = clock_now();
    size += got;
    counts.bytes += got;
    buffer[size] = 0;
    while (used < size) {
        long step = line->state == SHAKING ? answer_at(line, buffer + used, size - used)
                                           : frame_at(line, buffer + used, size - used, now);
        if (step < 0) return;
        if (step == 0) break;
        used += step;
    }
    line->left_size = size - used;
    if (line->left_size) {
        line->left = realloc(line->left, line->left_size);
        memcpy(line->left, buffer + used, line->left_size);
    }
}

void line_ready(struct line *line, uint32_t events) {
    if (line->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        return error ? line_lost(line, 0) : shake(line);
    }
    if (events & EPOLLOUT && line->out_size) drain(line);
    if (events & ~EPOLLOUT) take(line);
}
