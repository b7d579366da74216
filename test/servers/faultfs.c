/*
 * A file system that passes everything on to a folder, and fails, hangs or waits as a control file says (FUSE 3).
 *
 *   gcc faultfs.c -o faultfs $(pkg-config --cflags --libs fuse3)
 *   BACK=folder CTL=file faultfs -f -o allow_other,default_permissions MOUNTPOINT
 *
 * Each line of the control file, which is read anew whenever it has changed:
 *
 *   OPERATIONS FAULT [PERCENT [PART OF THE PATH]]
 *
 * OPERATIONS are names by commas, or *. FAULT is an error's name, `hang` (until the line is gone) or `delay:MS`.
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse3/fuse.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define MOST_RULES 32
#define LONGEST_PATH 4096
#define HANG_LOOK_US 20000

struct rule {
  char operations[160];
  char part[160];
  int error;
  int hangs;
  int delay_ms;
  int percent;
};

static const struct {
  const char *name;
  int number;
} ERRORS[] = {
    {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"ESTALE", ESTALE},
    {"EROFS", EROFS},   {"EACCES", EACCES}, {"ENOENT", ENOENT}, {"EEXIST", EEXIST},
    {"EINTR", EINTR},   {"EAGAIN", EAGAIN}, {"ETIMEDOUT", ETIMEDOUT},
};

static const char *back, *control;
static struct rule rules[MOST_RULES];
static int rule_count;
static struct timespec read_at;
static ino_t read_inode;
static pthread_mutex_t rules_lock = PTHREAD_MUTEX_INITIALIZER;

static int error_number(const char *name) {
  for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++)
    if (strcmp(name, ERRORS[i].name) == 0) return ERRORS[i].number;
  return EIO;
}

/* With the lock held. */
static void read_rules(void) {
  struct stat found;
  if (stat(control, &found) != 0) {
    rule_count = 0;
    return;
  }
  if (found.st_ino == read_inode && found.st_mtim.tv_sec == read_at.tv_sec &&
      found.st_mtim.tv_nsec == read_at.tv_nsec)
    return;
  read_at = found.st_mtim;
  read_inode = found.st_ino;
  rule_count = 0;
  FILE *file = fopen(control, "r");
  if (file == NULL) return;
  char line[512];
  while (rule_count < MOST_RULES && fgets(line, sizeof line, file) != NULL) {
    char operations[128], fault[64], part[128] = "";
    int percent = 100;
    if (sscanf(line, "%127s %63s %d %127s", operations, fault, &percent, part) < 2) continue;
    struct rule *rule = &rules[rule_count++];
    memset(rule, 0, sizeof *rule);
    snprintf(rule->operations, sizeof rule->operations, ",%s,", operations);
    strcpy(rule->part, part);
    rule->percent = percent;
    if (strcmp(fault, "hang") == 0) rule->hangs = 1;
    else if (strncmp(fault, "delay:", 6) == 0) rule->delay_ms = atoi(fault + 6);
    else rule->error = error_number(fault);
  }
  fclose(file);
}

static int applies(const struct rule *rule, const char *operation, const char *path) {
  if (strcmp(rule->operations, ",*,") != 0 && strstr(rule->operations, operation) == NULL) return 0;
  if (rule->part[0] != 0 && (path == NULL || strstr(path, rule->part) == NULL)) return 0;
  return rand() % 100 < rule->percent;
}

/* Hangs and waits as the rules say; gives the error to fail with, or 0. */
static int fault(const char *name, const char *path) {
  char operation[64];
  snprintf(operation, sizeof operation, ",%s,", name);
  for (;;) {
    int hangs = 0, error = 0, delay_ms = 0;
    pthread_mutex_lock(&rules_lock);
    read_rules();
    for (int i = 0; i < rule_count; i++) {
      if (!applies(&rules[i], operation, path)) continue;
      hangs |= rules[i].hangs;
      delay_ms += rules[i].delay_ms;
      if (rules[i].error != 0) error = rules[i].error;
    }
    pthread_mutex_unlock(&rules_lock);
    if (hangs) {
      if (fuse_interrupted()) return EINTR;
      usleep(HANG_LOOK_US);
      continue;
    }
    if (delay_ms > 0) usleep(delay_ms * 1000);
    return error;
  }
}

#define FAIL_OR(name)                    \
  do {                                   \
    int error_ = fault(name, path);      \
    if (error_ != 0) return -error_;     \
  } while (0)
#define BEHIND(variable, name)           \
  char variable[LONGEST_PATH];           \
  snprintf(variable, sizeof variable, "%s%s", back, name)
#define ANSWER(call) return (call) == -1 ? -errno : 0

static int do_getattr(const char *path, struct stat *found, struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("getattr");
  if (open_file != NULL) ANSWER(fstat(open_file->fh, found));
  ANSWER(lstat(real, found));
}

static int do_mkdir(const char *path, mode_t mode) {
  BEHIND(real, path);
  FAIL_OR("mkdir");
  ANSWER(mkdir(real, mode));
}

static int do_unlink(const char *path) {
  BEHIND(real, path);
  FAIL_OR("unlink");
  ANSWER(unlink(real));
}

static int do_rmdir(const char *path) {
  BEHIND(real, path);
  FAIL_OR("rmdir");
  ANSWER(rmdir(real));
}

static int do_rename(const char *from, const char *path, unsigned flags) {
  BEHIND(real_from, from);
  BEHIND(real, path);
  FAIL_OR("rename");
  ANSWER(renameat2(AT_FDCWD, real_from, AT_FDCWD, real, flags));
}

static int do_link(const char *from, const char *path) {
  BEHIND(real_from, from);
  BEHIND(real, path);
  FAIL_OR("link");
  ANSWER(link(real_from, real));
}

static int do_chmod(const char *path, mode_t mode, struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("chmod");
  (void)open_file;
  ANSWER(chmod(real, mode));
}

static int do_truncate(const char *path, off_t bytes, struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("truncate");
  if (open_file != NULL) ANSWER(ftruncate(open_file->fh, bytes));
  ANSWER(truncate(real, bytes));
}

static int do_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("utimens");
  (void)open_file;
  ANSWER(utimensat(AT_FDCWD, real, times, AT_SYMLINK_NOFOLLOW));
}

static int opened(int descriptor, struct fuse_file_info *open_file) {
  if (descriptor < 0) return -errno;
  open_file->fh = descriptor;
  return 0;
}

static int do_open(const char *path, struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("open");
  return opened(open(real, open_file->flags), open_file);
}

static int do_create(const char *path, mode_t mode, struct fuse_file_info *open_file) {
  BEHIND(real, path);
  FAIL_OR("create");
  return opened(open(real, open_file->flags, mode), open_file);
}

static int do_read(const char *path, char *into, size_t bytes, off_t at, struct fuse_file_info *open_file) {
  FAIL_OR("read");
  ssize_t count = pread(open_file->fh, into, bytes, at);
  return count < 0 ? -errno : count;
}

static int do_write(const char *path, const char *from, size_t bytes, off_t at, struct fuse_file_info *open_file) {
  FAIL_OR("write");
  ssize_t count = pwrite(open_file->fh, from, bytes, at);
  return count < 0 ? -errno : count;
}

static int do_statfs(const char *path, struct statvfs *found) {
  BEHIND(real, path);
  FAIL_OR("statfs");
  ANSWER(statvfs(real, found));
}

/* What close(2) answers. */
static int do_flush(const char *path, struct fuse_file_info *open_file) {
  FAIL_OR("flush");
  ANSWER(close(dup(open_file->fh)));
}

static int do_release(const char *path, struct fuse_file_info *open_file) {
  (void)path;
  close(open_file->fh);
  return 0;
}

static int do_fsync(const char *path, int data_only, struct fuse_file_info *open_file) {
  FAIL_OR("fsync");
  ANSWER(data_only ? fdatasync(open_file->fh) : fsync(open_file->fh));
}

static int do_fsyncdir(const char *path, int data_only, struct fuse_file_info *open_folder) {
  FAIL_OR("fsyncdir");
  (void)data_only;
  (void)open_folder;
  return 0;
}

static int do_readdir(const char *path, void *into, fuse_fill_dir_t fill, off_t at,
                      struct fuse_file_info *open_folder, enum fuse_readdir_flags flags) {
  BEHIND(real, path);
  FAIL_OR("readdir");
  (void)at;
  (void)open_folder;
  (void)flags;
  DIR *folder = opendir(real);
  if (folder == NULL) return -errno;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    struct stat known = {.st_ino = entry->d_ino, .st_mode = entry->d_type << 12};
    if (fill(into, entry->d_name, &known, 0, 0)) break;
  }
  closedir(folder);
  return 0;
}

static void *do_init(struct fuse_conn_info *connection, struct fuse_config *settings) {
  (void)connection;
  settings->use_ino = 1;
  settings->hard_remove = 1;
  /* No name and no attribute is cached, so that a fault is seen at once. */
  settings->entry_timeout = settings->attr_timeout = settings->negative_timeout = 0;
  /* As NFS: an open keeps the pages of a file that has not changed. FUSE by itself drops them each time. */
  settings->auto_cache = 1;
  return NULL;
}

static const struct fuse_operations OPERATIONS = {
    .init = do_init,       .getattr = do_getattr, .mkdir = do_mkdir,       .unlink = do_unlink,
    .rmdir = do_rmdir,     .rename = do_rename,   .link = do_link,         .chmod = do_chmod,
    .truncate = do_truncate, .utimens = do_utimens, .open = do_open,       .create = do_create,
    .read = do_read,       .write = do_write,     .statfs = do_statfs,     .flush = do_flush,
    .release = do_release, .fsync = do_fsync,     .fsyncdir = do_fsyncdir, .readdir = do_readdir,
};

int main(int count, char **arguments) {
  back = getenv("BACK");
  control = getenv("CTL");
  if (back == NULL || control == NULL) {
    fprintf(stderr, "BACK and CTL are to be set\n");
    return 2;
  }
  umask(0);
  return fuse_main(count, arguments, &OPERATIONS, NULL);
}
