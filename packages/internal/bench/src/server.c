/*
 * The instrument of the benchmark: a TCP server that costs as little as it can, so that the client is what is measured.
 *
 * Each line that arrives is answered by one reply of 16 bytes; "START n size" by n lines of that size, "BLOCK n" by an
 * IEEE 488.2 block of n bytes, none of which is an end of line, as fast as the socket takes them; "VOLT n" is taken without
 * an answer, and "SYST:ERR?" is answered as if all were well. Prints its port, and ends when its standard input does.
 * With a path as its argument it listens on a Unix socket there as well. Clients are served one at a time, in turn.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MOST_CLIENTS 4000
#define REPLY "+1.23456789E-03\n"
#define NO_ERROR "+0,\"No error\"\n"
#define BATCH (256 * 1024) /* bytes of one write, at most */
#define LONGEST_LINE 4096
#define FIRST 3 /* of what is polled, the place of the first client */

struct client {
  char line[2048]; /* what has arrived of a request */
  size_t length;
};

static char lines[BATCH];
static int line_size = 0; /* of those that are in there */

static void fill_lines(int size) {
  if (size == line_size) return;
  line_size = size;
  for (int i = 0; i < BATCH / size; i++) {
    char *line = lines + i * size;
    for (int at = 0; at < size - 1; at++) line[at] = '0' + (i + at) % 10;
    line[size - 1] = '\n';
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

static int stream(int fd, long count, int size) {
  if (size < 2 || size > LONGEST_LINE) return -1;
  fill_lines(size);
  long most = BATCH / size;
  for (; count > 0; count -= most)
    if (send_all(fd, lines, (size_t)(count < most ? count : most) * size) < 0) return -1;
  return 0;
}

static int block(int fd, long size) {
  static char bytes[BATCH];
  char header[16];
  if (bytes[0] == 0) memset(bytes, '0', sizeof bytes);
  if (send_all(fd, header, (size_t)sprintf(header, "#9%09ld", size)) < 0) return -1;
  for (; size > 0; size -= BATCH)
    if (send_all(fd, bytes, (size_t)(size < BATCH ? size : BATCH)) < 0) return -1;
  return send_all(fd, "\n", 1);
}

static char replies[64 * 1024]; /* of one request after another, sent together */
static size_t replied;

static int flush(int fd) {
  size_t size = replied;
  replied = 0;
  return size == 0 ? 0 : send_all(fd, replies, size);
}

static int reply(int fd, const char *text, size_t size) {
  memcpy(replies + replied, text, size);
  replied += size;
  return replied + sizeof REPLY > sizeof replies ? flush(fd) : 0;
}

static int answer(int fd, const char *request) {
  long count;
  int size = 64;
  int streams = sscanf(request, "START %ld %d", &count, &size) > 0;
  if (streams || sscanf(request, "BLOCK %ld", &count) > 0) {
    if (flush(fd) < 0) return -1;
    return streams ? stream(fd, count, size) : block(fd, count);
  }
  if (strncmp(request, "VOLT ", 5) == 0) return 0;
  if (strcmp(request, "SYST:ERR?") == 0) return reply(fd, NO_ERROR, sizeof NO_ERROR - 1);
  return reply(fd, REPLY, sizeof REPLY - 1);
}

/* Answers every whole line that is there; -1 when the client is gone. */
static int serve(int fd, struct client *client) {
  ssize_t got = recv(fd, client->line + client->length, sizeof client->line - client->length - 1, 0);
  if (got <= 0) return -1;
  client->length += (size_t)got;
  char *start = client->line, *end;
  while ((end = memchr(start, '\n', client->length)) != NULL) {
    *end = 0;
    if (answer(fd, start) < 0) return -1;
    client->length -= (size_t)(end + 1 - start);
    start = end + 1;
  }
  memmove(client->line, start, client->length);
  return client->length < sizeof client->line - 1 ? flush(fd) : -1;
}

static int listen_somewhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 1024) < 0 ||
      getsockname(fd, (struct sockaddr *)&address, &size) < 0) {
    perror("server");
    exit(1);
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

/* Nobody comes there when there is no path. */
static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (path == NULL) return -1; /* which poll() passes over */
  if (strlen(path) >= sizeof address.sun_path) exit(2);
  strcpy(address.sun_path, path);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1024) < 0) {
    perror("server");
    exit(1);
  }
  return fd;
}

int main(int argc, char **argv) {
  static struct client clients[MOST_CLIENTS];
  static struct pollfd polled[MOST_CLIENTS + FIRST];
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  nfds_t count = FIRST; /* the standard input, the listening sockets, then the clients */
  polled[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
  polled[2] = (struct pollfd){.fd = listen_at(argc > 1 ? argv[1] : NULL), .events = POLLIN};
  polled[1] = (struct pollfd){.fd = listen_somewhere(), .events = POLLIN};
  while (poll(polled, count, -1) > 0) {
    if (polled[0].revents) return 0;
    for (nfds_t i = count - 1; i >= FIRST; i--) {
      if (!polled[i].revents || serve(polled[i].fd, &clients[i - FIRST]) == 0) continue;
      close(polled[i].fd);
      count--;
      polled[i] = polled[count];
      clients[i - FIRST] = clients[count - FIRST];
    }
    for (int from = 1; from < FIRST; from++) {
      if (!polled[from].revents || count == MOST_CLIENTS + FIRST) continue;
      int on = 1, fd = accept(polled[from].fd, NULL, NULL);
      if (fd < 0) continue;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* a Unix socket knows no such thing */
      clients[count - FIRST].length = 0;
      polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
      count++;
    }
  }
  return 1;
}
