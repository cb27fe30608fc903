/* Parts of layer-wise relevance propagation. */
#include "vector.h"

/* Sums no farther from 0 are empty. */
#define TINY 1e-30f

ALWAYS bool any_of(W(ints) flags) {
  int32_t found = 0;
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) found |= flags[i];
  return found != 0;
}

/* What the positive and the negative products of units are multiplied by, and the relevance of units without products. */
struct signed_quotients {
  W(floats) positive, negative, rest;
};

ALWAYS struct signed_quotients quotients_of(W(floats) positive, W(floats) negative, W(floats) arrived, float alpha, float beta) {
  const W(floats) one = W(splat)(1);
  const W(ints) has_positive = positive > TINY, has_negative = negative < -TINY, is_nonzero = arrived != 0;
  const W(ints) both = has_positive & has_negative;
  const W(floats) to_positive = arrived * W(choose)(both, W(splat)(alpha), one) / positive;
  const W(floats) to_negative = arrived * W(choose)(both, W(splat)(-beta), one) / negative;
  return (struct signed_quotients){
      W(of_bits)(W(bits)(to_positive) & has_positive & is_nonzero), W(of_bits)(W(bits)(to_negative) & has_negative & is_nonzero),
      W(of_bits)(W(bits)(arrived) & ~(has_positive | has_negative))};
}

/*
 * What the positive and the negative products of each unit are multiplied by under the αβ rule, so that all relevance is conserved: alpha and
 * minus beta times what arrived over their sum, or all of it over the only sum that there is. What units without products had is left in
 * `even`, which is 0 elsewhere; `found` becomes 1 if there are any, else 0.
 */
APART void signed_quotients(
    const float *sums, const float *arrived, float *out, float *even, float *found, int places, int channels, float alpha, float beta) {
  W(ints) any = {0};
  for (int m = 0; m < places; m++, sums += 2 * (size_t)channels, out += 2 * (size_t)channels, arrived += channels, even += channels)
    for (int k = 0; k < channels; k += LANES) {
      const int some = channels - k;
      const struct signed_quotients of =
          quotients_of(W(load_some)(sums + k, some), W(load_some)(sums + channels + k, some), W(load_some)(arrived + k, some), alpha, beta);
      W(store_some)(out + k, some, of.positive);
      W(store_some)(out + channels + k, some, of.negative);
      W(store_some)(even + k, some, of.rest);
      any |= of.rest != 0;
    }
  *found = any_of(any) ? 1 : 0;
}

/*
 * Shares relevance among two addends a and b in proportion to their sizes. What sums of two zeros had is left in `even`, which is 0 elsewhere;
 * `found` becomes 1 if there are any, else 0.
 */
APART void size_shares(
    const float *a, const float *b, const float *arrived, float *out_a, float *out_b, float *even, float *found, int size) {
  W(ints) any = {0};
  for (int i = 0; i < size; i += LANES) {
    const int some = size - i;
    const W(floats) r = W(load_some)(arrived + i, some);
    const W(floats) p = W(absolute)(W(load_some)(a + i, some)), q = W(absolute)(W(load_some)(b + i, some));
    const W(floats) sum = p + q;
    const W(ints) is_empty = sum < TINY;
    const W(floats) share = W(of_bits)(W(bits)(r / sum) & ~is_empty & (r != 0));
    W(store_some)(out_a + i, some, p * share);
    W(store_some)(out_b + i, some, q * share);
    const W(floats) rest = W(of_bits)(W(bits)(r) & is_empty);
    any |= rest != 0;
    W(store_some)(even + i, some, rest);
  }
  *found = any_of(any) ? 1 : 0;
}

/* Whether any value is below 0: 1 or 0. */
APART void any_negative(const float *x, float *out, int size) {
  W(ints) found = {0};
  for (int i = 0; i < size; i += LANES) found |= W(load_some)(x + i, size - i) < 0;
  *out = any_of(found) ? 1 : 0;
}

/* How many values are summed at a time, and how many such sums. */
#define IMAGE_BLOCK 32768
#if HAS_FMA || LEVEL_NEON
#define BLOCKS 4
#else
#define BLOCKS 1
#endif

/* Sums of blocks of the same size, side by side, each in four parts. */
ALWAYS void sums_of_blocks(const float *const from[], double *out, int size, const int many) {
  four_doubles sums[BLOCKS] = {{0}}, sizes[BLOCKS] = {{0}};
  int i = 0;
  for (; i + 4 <= size; i += 4)
#pragma GCC unroll 4
    for (int b = 0; b < many; b++) {
      const four_floats x = four_load(from[b] + i);
      sums[b] += four_widened(x);
      sizes[b] += four_widened(four_absolute(x));
    }
  for (int b = 0; b < many; b++, out += 2) {
    const four_doubles s = sums[b], t = sizes[b];
    double sum = (s[0] + s[2]) + (s[1] + s[3]), absolute = (t[0] + t[2]) + (t[1] + t[3]);
    for (int rest = i; rest < size; rest++) {
      const double value = from[b][rest];
      sum += value;
      absolute += __builtin_fabs(value);
    }
    out[0] = sum;
    out[1] = absolute;
  }
}

/* The sums of values and of their absolute values, in float64, of `count` blocks from one on; the last block of each image may be shorter. */
APART void image_sums(const float *x, double *out, int each, int blocks, int begin, int count) {
  out += 2 * (size_t)begin;
  for (int b = begin; b < begin + count;) {
    const float *from[BLOCKS];
    const int block = b % blocks, size = least(IMAGE_BLOCK, each - block * IMAGE_BLOCK);
    const int many = size == IMAGE_BLOCK && block + BLOCKS < blocks && b + BLOCKS <= begin + count ? BLOCKS : 1;
    for (int i = 0; i < many; i++) from[i] = x + (size_t)(b / blocks) * each + (size_t)(block + i) * IMAGE_BLOCK;
    if (many == BLOCKS) sums_of_blocks(from, out, size, BLOCKS);
    else sums_of_blocks(from, out, size, 1);
    b += many;
    out += 2 * many;
  }
}
