/*
 * A load of HTTP/1.1 requests over connections that are kept, one request under way on each. In C, since the
 * client must cost less than the fastest server that is measured: one in TypeScript took 16 microseconds for a
 * request where nginx takes 12, and made all servers look alike. Bodies are dropped in the kernel (recv with
 * MSG_TRUNC) for the same reason.
 *
 *     load PORT SECONDS START REQUESTS ORDER TIMES
 *
 * REQUESTS: for each request u32 length, u32 length of the answer's body, and the request's bytes.
 * ORDER:    u32 number of connections; for each of them u32 count, and count times u32 number of a request.
 * TIMES:    written: the microseconds of each answer, u32 each.
 * SECONDS:  how long requests are sent, in turn and from the beginning again; 0: each once.
 * START:    which of its requests each connection sends first.
 *
 * Prints "ready" when all connections stand, waits for a byte on standard input, and prints one line of JSON
 * when the last answer has come. All numbers in the files are of this machine's byte order.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_BYTES = 8192, BODY_BYTES = 4 << 20, EVENTS = 512, SILENCE_MS = 30000, SHOWN = 300 };

struct request {
  uint32_t length, body;
  const char *bytes;
};

struct connection {
  int fd;
  const uint32_t *order;
  uint32_t count, next, current, filled;
  uint64_t left, sent_at;
  char *head;
};

static struct request *requests;
static uint32_t request_count;
static uint32_t *times;
static size_t answers, times_room;
static uint64_t body_bytes, failed;
static char first_failure[SHOWN + 1];

static void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void die_saying(const char *what, const struct connection *c) {
  fprintf(stderr, "load: %s: %.*s\n", what, (int)(c->filled < SHOWN ? c->filled : SHOWN), c->head);
  exit(1);
}

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static const char *mapped(const char *path, size_t *length) {
  struct stat s;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &s) < 0) die(path);
  const char *at = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  if (at == MAP_FAILED) die(path);
  close(fd);
  *length = (size_t)s.st_size;
  return at;
}

static uint32_t number(const char **at) {
  uint32_t value;
  memcpy(&value, *at, sizeof value);
  *at += sizeof value;
  return value;
}

static void read_requests(const char *path) {
  size_t length, room = 0;
  const char *at = mapped(path, &length), *end = at + length;
  while (at < end) {
    if (request_count == room) {
      room = room ? room * 2 : 1024;
      requests = realloc(requests, room * sizeof *requests);
      if (!requests) die("memory");
    }
    struct request *r = &requests[request_count++];
    r->length = number(&at);
    r->body = number(&at);
    r->bytes = at;
    at += r->length;
  }
}

static void open_connection(struct connection *c, const struct sockaddr_in *address) {
  int on = 1;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)address, sizeof *address) < 0) die("connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  c->head = malloc(HEAD_BYTES + 1);
  if (!c->head) die("memory");
}

static void ask(struct connection *c) {
  c->current = c->order[c->next++];
  const struct request *r = &requests[c->current];
  c->filled = 0;
  c->sent_at = now_us();
  if (send(c->fd, r->bytes, r->length, MSG_NOSIGNAL) != (ssize_t)r->length) die("send");
}

/* What an answer's head says of it counts as failed unless it is 200 or 206 with the body that was asked for. */
static void read_head(struct connection *c) {
  c->head[c->filled] = 0;
  const char *end = strstr(c->head, "\r\n\r\n");
  if (!end) {
    if (c->filled == HEAD_BYTES) die_saying("a head without an end", c);
    return;
  }
  const char *field = strcasestr(c->head, "\r\ncontent-length:");
  if (!field || field > end) die_saying("no length", c);
  uint64_t length = strtoull(field + 17, NULL, 10);
  uint64_t here = c->filled - (uint64_t)(end + 4 - c->head);
  if (here > length) die_saying("more than was asked for", c);
  const char *status = c->head + 9;
  int good = !memcmp(status, "200", 3) || !memcmp(status, "206", 3);
  if (!good || length != requests[c->current].body) {
    if (!failed++) snprintf(first_failure, sizeof first_failure, "%s", c->head);
  }
  body_bytes += length;
  c->left = length - here;
  c->filled = UINT32_MAX;
}

static void note_time(uint64_t us) {
  if (answers == times_room) {
    times_room = times_room ? times_room * 2 : 1 << 20;
    times = realloc(times, times_room * sizeof *times);
    if (!times) die("memory");
  }
  times[answers++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}

/* Takes what has come; true when the answer is whole. */
static int take(struct connection *c) {
  for (;;) {
    int in_head = c->filled != UINT32_MAX;
    size_t room = in_head ? HEAD_BYTES - c->filled : c->left < BODY_BYTES ? c->left : BODY_BYTES;
    char *to = in_head ? c->head + c->filled : NULL;
    ssize_t got = recv(c->fd, to, room, MSG_DONTWAIT | (in_head ? 0 : MSG_TRUNC));
    if (got < 0 && errno == EAGAIN) return 0;
    if (got < 0) die("recv");
    if (got == 0) die_saying("the server closed a connection", c);
    if (in_head) {
      c->filled += (uint32_t)got;
      read_head(c);
    } else c->left -= (uint64_t)got;
    if (c->filled == UINT32_MAX && c->left == 0) return 1;
    if ((size_t)got < room && !in_head) return 0;
  }
}

static double cpu_seconds(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void print_result(double seconds, double cpu) {
  for (char *c = first_failure; *c; c++)
    if (*c < ' ' || *c > '~' || *c == '"' || *c == '\\') *c = ' ';
  printf("{\"requests\":%zu,\"bytes\":%llu,\"seconds\":%.6f,\"cpuSeconds\":%.6f,"
         "\"failed\":%llu,\"firstFailure\":\"%s\"}\n",
         answers, (unsigned long long)body_bytes, seconds, cpu, (unsigned long long)failed, first_failure);
}

int main(int count, char **given) {
  if (count != 7) {
    fprintf(stderr, "load PORT SECONDS START REQUESTS ORDER TIMES\n");
    return 1;
  }
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(given[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  double seconds = atof(given[2]);
  int once = seconds == 0;
  uint32_t start = (uint32_t)strtoul(given[3], NULL, 10);
  read_requests(given[4]);
  size_t length;
  const char *order = mapped(given[5], &length);
  uint32_t connections = number(&order);
  struct connection *all = calloc(connections, sizeof *all);
  int poll = epoll_create1(0);
  for (uint32_t i = 0; i < connections; i++) {
    all[i].count = number(&order);
    all[i].order = (const uint32_t *)order;
    order += all[i].count * sizeof(uint32_t);
    open_connection(&all[i], &address);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, all[i].fd, &event) < 0) die("epoll");
  }
  printf("ready\n");
  fflush(stdout);
  if (getchar() == EOF) return 1;

  double cpu_before = cpu_seconds();
  uint64_t started = now_us();
  uint64_t until = once ? UINT64_MAX : started + (uint64_t)(seconds * 1e6);
  uint32_t under_way = 0;
  for (uint32_t i = 0; i < connections; i++) {
    if (all[i].count == 0) continue;
    all[i].next = once ? 0 : start % all[i].count;
    ask(&all[i]);
    under_way++;
  }
  static struct epoll_event events[EVENTS];
  while (under_way > 0) {
    int ready = epoll_wait(poll, events, EVENTS, SILENCE_MS);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) die("no answer for a long time");
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      if (!take(c)) continue;
      uint64_t at = now_us();
      note_time(at - c->sent_at);
      if (c->next == c->count && !once) c->next = 0;
      if (at < until && c->next < c->count) ask(c);
      else {
        under_way--;
        epoll_ctl(poll, EPOLL_CTL_DEL, c->fd, NULL);
      }
    }
  }
  double took = (double)(now_us() - started) / 1e6, cpu = cpu_seconds() - cpu_before;
  FILE *out = fopen(given[6], "w");
  if (!out || fwrite(times, sizeof *times, answers, out) != answers || fclose(out) != 0) die(given[6]);
  print_result(took, cpu);
  return 0;
}
