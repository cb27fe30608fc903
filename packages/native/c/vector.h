/* Vectors for the level that is compiled: of four lanes always, and as wide as the processor has them. */
#ifndef INTERP_VECTOR_H
#define INTERP_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if LEVEL_AVX512
#define LANES 16
#define HAS_FMA 1
#define HAS_MASKS 1
#elif LEVEL_AVX2
#define LANES 8
#define HAS_FMA 1
#elif LEVEL_NEON || LEVEL_SSE2
#define LANES 4
#else
#error "define LEVEL_AVX512, LEVEL_AVX2, LEVEL_NEON or LEVEL_SSE2"
#endif

#if LEVEL_NEON
#include <arm_neon.h>
#elif HAS_FMA
#include <immintrin.h>
#endif

#define N 4
#define F(name) four_##name
#include "lanes.h"
#undef F
#undef N

#if LANES >= 8
#define N 8
#define F(name) eight_##name
#include "lanes.h"
#undef F
#undef N
#endif

#if LANES == 16
#define N 16
#define F(name) sixteen_##name
#include "lanes.h"
#undef F
#undef N
#define W(name) sixteen_##name
#elif LANES == 8
#define W(name) eight_##name
#else
#define W(name) four_##name
#endif

/* Functions that are compiled once, those of them that take so little of the time that they may as well be small, and those that are compiled into each caller. */
#define APART static __attribute__((noinline))
#define SMALL static __attribute__((noinline, cold))
#define ALWAYS static inline __attribute__((always_inline))

/* The value so many bytes on. */
ALWAYS const float *further(const float *from, size_t bytes) { return (const float *)((const char *)from + bytes); }

ALWAYS float *onward(float *to, size_t bytes) { return (float *)((char *)to + bytes); }

/* The first place from here on where vectors lie within lines of the caches, up to 15 values on: one that crosses them is read at half the speed. */
ALWAYS float *aligned(float *room) { return (float *)(((uintptr_t)room + 63) & ~(uintptr_t)63); }

ALWAYS int least(int a, int b) { return a < b ? a : b; }

ALWAYS int most(int a, int b) { return a > b ? a : b; }

ALWAYS void clear(void *to, size_t bytes) { __builtin_memset(to, 0, bytes); }

#endif
