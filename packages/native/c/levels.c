#include "levels.h"

#include <stdbool.h>

#if defined __x86_64__ || defined _M_X64

struct registers {
  uint32_t a, b, c, d;
};

static struct registers cpuid(uint32_t leaf, uint32_t part) {
  struct registers r;
  __asm__ volatile("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "a"(leaf), "c"(part));
  return r;
}

/* Which registers the operating system saves when it switches threads. */
static uint32_t saved_registers(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static bool has(uint32_t flags, uint32_t wanted) { return (flags & wanted) == wanted; }

#define BIT(i) (1u << (i))

const struct level levels[] = {{"avx512", run_avx512}, {"avx2", run_avx2}, {"sse2", run_sse2}};

int usable_levels(int usable[MOST_LEVELS]) {
  int count = 0;
  const uint32_t first = cpuid(1, 0).c;
  const bool more = cpuid(0, 0).a >= 7;
  const uint32_t features = more ? cpuid(7, 0).b : 0;
  const uint32_t fma = BIT(12), osxsave = BIT(27), avx = BIT(28);
  const uint32_t avx2 = BIT(5), avx512 = BIT(16) | BIT(17) | BIT(30) | BIT(31); /* F, DQ, BW, VL */
  const uint32_t saved = has(first, osxsave) ? saved_registers() : 0;
  const bool has_avx2 = has(first, fma | avx) && has(features, avx2) && has(saved, 0x6);
  if (has_avx2 && has(features, avx512) && has(saved, 0xe6)) usable[count++] = 0;
  if (has_avx2) usable[count++] = 1;
  usable[count++] = 2;
  return count;
}

#else

const struct level levels[] = {{"neon", run_neon}};

int usable_levels(int usable[MOST_LEVELS]) {
  usable[0] = 0;
  return 1;
}

#endif
