/*
 * Vectors of N values, N a power of two: included once for each number of lanes, with F(name) for the names of that family. All that is done
 * to a lane is what WebAssembly does to one, so that every number of lanes gives the same bits.
 */

typedef float F(floats) __attribute__((vector_size(4 * N)));
typedef int32_t F(ints) __attribute__((vector_size(4 * N)));
typedef double F(doubles) __attribute__((vector_size(8 * N)));
typedef float F(loose) __attribute__((vector_size(4 * N), aligned(4), may_alias));
typedef int32_t F(loose_ints) __attribute__((vector_size(4 * N), aligned(4), may_alias));

static inline F(floats) F(load)(const float *from) { return *(const F(loose) *)from; }

static inline void F(store)(float *to, F(floats) x) { *(F(loose) *)to = x; }

static inline F(ints) F(load_ints)(const int32_t *from) { return *(const F(loose_ints) *)from; }

static inline void F(store_ints)(int32_t *to, F(ints) x) { *(F(loose_ints) *)to = x; }

static inline F(floats) F(splat)(float x) { return x - (F(floats)){0}; }

static inline F(ints) F(splat_ints)(int32_t x) { return x - (F(ints)){0}; }

static inline F(floats) F(of_bits)(F(ints) x) { return (F(floats))x; }

static inline F(ints) F(bits)(F(floats) x) { return (F(ints))x; }

/* a where the flags are set, b elsewhere. */
static inline F(floats) F(choose)(F(ints) flags, F(floats) a, F(floats) b) {
  return (F(floats))((flags & (F(ints))a) | (~flags & (F(ints))b));
}

static inline F(floats) F(absolute)(F(floats) x) { return (F(floats))((F(ints))x & 0x7fffffff); }

static inline F(floats) F(negated)(F(floats) x) { return (F(floats))((F(ints))x ^ INT32_MIN); }

/* WebAssembly's pmin and pmax: the first value where the two are equal or one is no number. */
static inline F(floats) F(lower)(F(floats) a, F(floats) b) { return F(choose)(b < a, b, a); }

static inline F(floats) F(higher)(F(floats) a, F(floats) b) { return F(choose)(a < b, b, a); }

/* WebAssembly's max: +0 is more than -0, and no number where either is none. */
static inline F(floats) F(largest)(F(floats) a, F(floats) b) {
  F(ints) either = (a < b) | (a > b) | (a == b);
  F(ints) both = (F(ints))F(choose)(a == b, F(of_bits)(F(bits)(a) & F(bits)(b)), F(choose)(a < b, b, a));
  return F(choose)(either, (F(floats))both, a + b);
}

static inline F(floats) F(root)(F(floats) x) {
  F(floats) roots;
#pragma GCC unroll 16
  for (int i = 0; i < N; i++) roots[i] = __builtin_sqrtf(x[i]);
  return roots;
}

/* Flags of the first `count` lanes. */
static inline F(ints) F(first)(int count) {
  F(ints) lanes;
#pragma GCC unroll 16
  for (int i = 0; i < N; i++) lanes[i] = i;
  return lanes < count;
}

#if !HAS_FMA
/* The same as the two below for less than a vector, once for all who need it. */
static __attribute__((noinline)) F(floats) F(load_part)(const float *from, int count) {
  F(floats) x = {0};
  for (int i = 0; i < N - 1; i++)
    if (i < count) x[i] = from[i];
  return x;
}

static __attribute__((noinline)) void F(store_part)(float *to, int count, F(floats) x) {
  for (int i = 0; i < N - 1; i++)
    if (i < count) to[i] = x[i];
}
#endif

/* Loads the first `count` values of a vector, the others 0. */
static inline F(floats) F(load_some)(const float *from, int count) {
  if (count >= N) return F(load)(from);
#if HAS_MASKS && N == 16
  return (F(floats))_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
#elif HAS_MASKS && N == 8
  return (F(floats))_mm256_maskz_loadu_ps((__mmask8)((1u << count) - 1), from);
#elif HAS_MASKS && N == 4
  return (F(floats))_mm_maskz_loadu_ps((__mmask8)((1u << count) - 1), from);
#elif HAS_FMA && N == 8
  return (F(floats))_mm256_maskload_ps(from, (__m256i)(F(first)(count)));
#elif HAS_FMA && N == 4
  return (F(floats))_mm_maskload_ps(from, (__m128i)(F(first)(count)));
#else
  return F(load_part)(from, count);
#endif
}

/* Stores the first `count` values of a vector. */
static inline void F(store_some)(float *to, int count, F(floats) x) {
  if (count >= N) {
    F(store)(to, x);
    return;
  }
#if HAS_MASKS && N == 16
  _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)x);
#elif HAS_MASKS && N == 8
  _mm256_mask_storeu_ps(to, (__mmask8)((1u << count) - 1), (__m256)x);
#elif HAS_MASKS && N == 4
  _mm_mask_storeu_ps(to, (__mmask8)((1u << count) - 1), (__m128)x);
#elif HAS_FMA && N == 8
  _mm256_maskstore_ps(to, (__m256i)(F(first)(count)), (__m256)x);
#elif HAS_FMA && N == 4
  _mm_maskstore_ps(to, (__m128i)(F(first)(count)), (__m128)x);
#else
  F(store_part)(to, count, x);
#endif
}

/* Which values are not 0, the first in the lowest bit. */
static inline uint32_t F(others_than_zero)(F(floats) x) {
#if HAS_MASKS && N == 16
  return _mm512_cmp_ps_mask((__m512)x, _mm512_setzero_ps(), _CMP_NEQ_UQ);
#elif HAS_FMA && N == 8
  return (uint32_t)_mm256_movemask_ps((__m256)(x != 0));
#elif HAS_FMA && N == 4
  return (uint32_t)_mm_movemask_ps((__m128)(x != 0));
#else
  const F(ints) there = x != 0;
  uint32_t bits = 0;
  for (int i = 0; i < N; i++) bits |= (uint32_t)(there[i] & 1) << i;
  return bits;
#endif
}

/* a b + c, rounded once at levels that multiply and add in one instruction, and otherwise after the product and after the sum. */
static inline F(floats) F(multiply_add)(F(floats) a, F(floats) b, F(floats) c) {
#if LEVEL_NEON && N == 4
  return (F(floats))vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#elif HAS_FMA && N == 16
  return (F(floats))_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif HAS_FMA && N == 8
  return (F(floats))_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif HAS_FMA && N == 4
  return (F(floats))_mm_fmadd_ps((__m128)a, (__m128)b, (__m128)c);
#else
  return c + a * b;
#endif
}

static inline F(doubles) F(widened)(F(floats) x) { return __builtin_convertvector(x, F(doubles)); }

static inline F(floats) F(narrowed)(F(doubles) x) { return __builtin_convertvector(x, F(floats)); }

static inline F(floats) F(from_ints)(F(ints) x) { return __builtin_convertvector(x, F(floats)); }
