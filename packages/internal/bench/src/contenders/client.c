/*
 * The physical limit of request-reply: blocking calls in C. For each number n on its standard input it does n requests,
 * and prints the seconds, the CPU seconds, and the 50th and 99th percentile of the latency in microseconds.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  long n;
  address.sin_port = htons((unsigned short)atoi(argc > 1 ? argv[1] : "0"));
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) return 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  while (scanf("%ld", &n) == 1 && n > 0) {
    double *latency = malloc((size_t)n * sizeof *latency), used = cpu(), begin = now(), last = begin;
    for (long i = 0; i < n; i++) {
      char reply[64];
      size_t got = 0;
      if (send(fd, "MEAS?\n", 6, 0) != 6) return 1;
      do {
        ssize_t size = recv(fd, reply + got, sizeof reply - got, 0);
        if (size <= 0) return 1;
        got += (size_t)size;
      } while (reply[got - 1] != '\n');
      double time = now();
      latency[i] = time - last;
      last = time;
    }
    double seconds = now() - begin;
    used = cpu() - used;
    qsort(latency, (size_t)n, sizeof *latency, compare);
    printf("%f %f %f %f\n", seconds, used, latency[n / 2] * 1e6, latency[n * 99 / 100] * 1e6);
    fflush(stdout);
    free(latency);
  }
  return 0;
}
