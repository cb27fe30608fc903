/* Parts of layer-wise relevance propagation. */
#include "vector.h"

/* Sums no farther from 0 are empty. */
#define TINY 1e-30f

ALWAYS bool any_of(W(ints) flags) {
  int32_t found = 0;
  for (int i = 0; i < LANES; i++) found |= flags[i];
  return found != 0;
}

/*
 * What the positive and the negative products of each unit are multiplied by under the αβ rule, so that all relevance is conserved: alpha and
 * minus beta times what arrived over their sum, or all of it over the only sum that there is. What units without products had is left in
 * `even`, which is 0 elsewhere; `found` becomes 1 if there are any, else 0.
 */
APART void signed_quotients(
    const float *sums, const float *arrived, float *out, float *even, float *found, int places, int channels, float alpha, float beta) {
  const W(floats) one = W(splat)(1), alphas = W(splat)(alpha), betas = W(splat)(-beta);
  W(ints) any = {0};
  for (int m = 0; m < places; m++, sums += 2 * (size_t)channels, out += 2 * (size_t)channels, arrived += channels, even += channels)
    for (int k = 0; k < channels; k += LANES) {
      const int some = channels - k;
      const W(floats) r = W(load_some)(arrived + k, some);
      const W(floats) positive = W(load_some)(sums + k, some), negative = W(load_some)(sums + channels + k, some);
      const W(ints) has_positive = positive > TINY, has_negative = negative < -TINY, is_nonzero = r != 0;
      const W(ints) both = has_positive & has_negative;
      const W(floats) to_positive = r * W(choose)(both, alphas, one) / positive;
      const W(floats) to_negative = r * W(choose)(both, betas, one) / negative;
      W(store_some)(out + k, some, W(of_bits)(W(bits)(to_positive) & has_positive & is_nonzero));
      W(store_some)(out + channels + k, some, W(of_bits)(W(bits)(to_negative) & has_negative & is_nonzero));
      const W(floats) rest = W(of_bits)(W(bits)(r) & ~(has_positive | has_negative));
      any |= rest != 0;
      W(store_some)(even + k, some, rest);
    }
  *found = any_of(any) ? 1 : 0;
}

/* Whether any value is below 0: 1 or 0. */
APART void any_negative(const float *x, float *out, int size) {
  W(ints) found = {0};
  for (int i = 0; i < size; i += LANES) found |= W(load_some)(x + i, size - i) < 0;
  *out = any_of(found) ? 1 : 0;
}
