/*
 * Preloaded into linux.uml. It stands between its kernel and ptrace where the floating point registers of a guest's
 * process are set.
 *
 * Linux takes PTRACE_SETREGSET of NT_X86_XSTATE only with as many bytes as the processor's whole XSAVE area has
 * (arch/x86/kernel/fpu/regset.c, xstateregs_set). User-mode Linux 6.1 holds a buffer of fixed size, which ends before
 * the tiles of AMX: on such a processor the guest's init dies of the refusal, and the guest with it. Here what is
 * given is filled up to the whole area, with the parts that the buffer has no room for in their initial state. No
 * process of a guest uses those: Linux grants the tiles on demand (arch_prctl), which a guest never passes on.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <elf.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Where the XSAVE header's first field stands: a bit for each part that isn't in its initial state (Intel SDM 1, 13.4.2). */
#define XSTATE_BV 512
#define XSAVE_LEAF 0xd
#define FIRST_EXTENDED_PART 2
#define PARTS 63

/* Not on the stack: a kernel thread of the guest has little of it. The guest has one processor, so one caller. */
static char whole[1 << 16] __attribute__((aligned(64)));

/* The parts that end within so many bytes. */
static uint64_t parts_within(size_t length) {
  uint64_t parts = 3;
  for (unsigned part = FIRST_EXTENDED_PART; part < PARTS; part++) {
    unsigned size, offset, flags, unused;
    __cpuid_count(XSAVE_LEAF, part, size, offset, flags, unused);
    if (size > 0 && offset + size <= length) parts |= UINT64_C(1) << part;
  }
  return parts;
}

static long set_registers(pid_t pid, const struct iovec *given) {
  static size_t area;
  if (area == 0) {
    struct iovec all = {whole, sizeof whole};
    long failed = syscall(SYS_ptrace, PTRACE_GETREGSET, pid, NT_X86_XSTATE, &all);
    if (failed) return failed;
    area = all.iov_len;
  }
  if (given->iov_len >= area) return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, NT_X86_XSTATE, given);
  static size_t length;
  static uint64_t parts;
  if (length != given->iov_len) {
    length = given->iov_len;
    parts = parts_within(length);
  }
  memcpy(whole, given->iov_base, length);
  memset(whole + length, 0, area - length);
  uint64_t present;
  memcpy(&present, whole + XSTATE_BV, sizeof present);
  present &= parts;
  memcpy(whole + XSTATE_BV, &present, sizeof present);
  struct iovec filled = {whole, area};
  return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, NT_X86_XSTATE, &filled);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list rest;
  va_start(rest, request);
  pid_t pid = va_arg(rest, pid_t);
  void *address = va_arg(rest, void *);
  void *data = va_arg(rest, void *);
  va_end(rest);
  if (request == PTRACE_SETREGSET && (uintptr_t)address == NT_X86_XSTATE) return set_registers(pid, data);
  /* glibc's own does so for the requests that return a word. */
  if (request >= PTRACE_PEEKTEXT && request <= PTRACE_PEEKUSER) {
    long word;
    long failed = syscall(SYS_ptrace, request, pid, address, &word);
    return failed ? failed : word;
  }
  return syscall(SYS_ptrace, request, pid, address, data);
}
