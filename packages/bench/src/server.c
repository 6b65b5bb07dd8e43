/*
 * The instrument of the benchmark: a TCP server that costs as little as it can, so that the client is what is measured.
 *
 * Each line that arrives is answered by one reply of 16 bytes; "START n" by n lines of 64 bytes, as fast as the socket
 * takes them. Prints its port, and ends when its standard input does. Clients are served one at a time, in turn.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_CLIENTS 64
#define REPLY "+1.23456789E-03\n"
#define LINE_SIZE 64
#define BATCH 4096 /* lines of one write */

struct client {
  char line[256]; /* what has arrived of a request */
  size_t length;
};

static char lines[BATCH * LINE_SIZE];

static void fill_lines(void) {
  for (int i = 0; i < BATCH; i++) {
    char text[LINE_SIZE + 1];
    int used = snprintf(text, sizeof text, "%08d", i);
    memset(text + used, '0' + i % 10, sizeof text - used);
    text[LINE_SIZE - 1] = '\n';
    memcpy(lines + i * LINE_SIZE, text, LINE_SIZE);
  }
}

static int send_all(int fd, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    bytes += sent;
    size -= (size_t)sent;
  }
  return 0;
}

static int stream(int fd, long count) {
  for (; count > 0; count -= BATCH)
    if (send_all(fd, lines, (size_t)(count < BATCH ? count : BATCH) * LINE_SIZE) < 0) return -1;
  return 0;
}

/* Answers every whole line that is there; -1 when the client is gone. */
static int serve(int fd, struct client *client) {
  ssize_t got = recv(fd, client->line + client->length, sizeof client->line - client->length - 1, 0);
  if (got <= 0) return -1;
  client->length += (size_t)got;
  char *end;
  while ((end = memchr(client->line, '\n', client->length)) != NULL) {
    *end = 0;
    int failed = strncmp(client->line, "START ", 6) == 0 ? stream(fd, atol(client->line + 6))
                                                        : send_all(fd, REPLY, sizeof REPLY - 1);
    if (failed) return -1;
    size_t used = (size_t)(end + 1 - client->line);
    client->length -= used;
    memmove(client->line, end + 1, client->length);
  }
  return client->length < sizeof client->line - 1 ? 0 : -1;
}

static int listen_somewhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 16) < 0 ||
      getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
    perror("server");
    exit(1);
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

int main(void) {
  static struct client clients[MOST_CLIENTS];
  struct pollfd polled[MOST_CLIENTS + 2];
  nfds_t count = 2; /* the standard input, the listening socket, then the clients */
  fill_lines();
  polled[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
  polled[1] = (struct pollfd){.fd = listen_somewhere(), .events = POLLIN};
  while (poll(polled, count, -1) > 0) {
    if (polled[0].revents) return 0;
    for (nfds_t i = count - 1; i >= 2; i--) {
      if (!polled[i].revents || serve(polled[i].fd, &clients[i - 2]) == 0) continue;
      close(polled[i].fd);
      count--;
      polled[i] = polled[count];
      clients[i - 2] = clients[count - 2];
    }
    if (polled[1].revents && count < MOST_CLIENTS + 2) {
      int on = 1, fd = accept(polled[1].fd, NULL, NULL);
      if (fd < 0) continue;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      clients[count - 2].length = 0;
      polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
      count++;
    }
  }
  return 1;
}
