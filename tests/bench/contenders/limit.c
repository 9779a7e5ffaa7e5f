/* The limit: a bare epoll server. Whatever text comes in goes to everyone, in one send() for each delivery.
 * With a second argument it first reads whatever is there and sends it joined, once to each: several events a write.
 * It is a bound, not a server: it knows the load client's one handshake key and no frame above 65,535 bytes.
 *
 *     limit PORT [join]
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char WELCOME[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: tSD5YbmLidgGIL9u8XyQ8iebiBU=\r\n\r\n";

enum { MOST = 65536, ROOM = 1 << 20 };
static int everyone[MOST], count, open_lines[MOST];
static char out[ROOM];
static size_t out_size;

static void flush(void) {
    if (!out_size) return;
    for (int i = 0; i < count; i++) send(everyone[i], out, out_size, MSG_NOSIGNAL | MSG_DONTWAIT);
    out_size = 0;
}

static void leave(int fd) {
    for (int i = 0; i < count; i++)
        if (everyone[i] == fd) everyone[i] = everyone[--count];
    open_lines[fd] = 0;
    close(fd);
}

static void say(const unsigned char *mask, const char *payload, size_t size) {
    if (out_size + size + 4 > ROOM) flush();
    char *to = out + out_size;
    *to++ = (char)0x81;
    if (size < 126)
        *to++ = size;
    else {
        *to++ = 126;
        *to++ = size >> 8;
        *to++ = size;
    }
    for (size_t i = 0; i < size; i++) *to++ = payload[i] ^ mask[i % 4];
    out_size = to - out;
}

static void heard(int fd, int join) {
    static char buffer[ROOM];
    ssize_t size = recv(fd, buffer, ROOM, 0);
    if (size <= 0) return leave(fd);
    if (!open_lines[fd]) {
        send(fd, WELCOME, sizeof WELCOME - 1, MSG_NOSIGNAL);
        open_lines[fd] = 1;
        everyone[count++] = fd;
        return;
    }
    for (ssize_t at = 0; at + 6 <= size;) {
        unsigned char *byte = (unsigned char *)buffer + at;
        size_t length = byte[1] & 127, header = 2;
        if (length == 126) length = byte[2] << 8 | byte[3], header = 4;
        if ((byte[0] & 15) == 8) return leave(fd);
        say(byte + header, buffer + at + header + 4, length);
        if (!join) flush();
        at += header + 4 + length;
    }
}

int main(int words, char **word) {
    static struct epoll_event events[1024];
    int one = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poller = epoll_create1(0), join = words > 2;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (words < 2) return 2;
    address.sin_port = htons(atoi(word[1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (void *)&address, sizeof address) || listen(door, 4096)) return perror("limit"), 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door};
    epoll_ctl(poller, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        int ready = epoll_wait(poller, events, 1024, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != door) {
                heard(events[i].data.fd, join);
                continue;
            }
            for (int fd; (fd = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
                if (fd >= MOST) return 1;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                event.data.fd = fd;
                epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
            }
        }
        flush();
    }
}
