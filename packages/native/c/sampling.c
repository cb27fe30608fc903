/* Random numbers, and the units of restricted Boltzmann machines. */
#include "vector.h"

typedef uint32_t four_words __attribute__((vector_size(16)));

ALWAYS four_words load_words(const uint32_t *from) { return (four_words)four_load_ints((const int32_t *)from); }

ALWAYS void store_words(uint32_t *to, four_words x) { four_store_ints((int32_t *)to, (four_ints)x); }

#define STATE_WORDS 20

/* Words of four streams of xoshiro128** (Blackman & Vigna 2021) that run side by side: `size` words, one from each stream in turn. */
APART void random_words(const uint32_t *state, uint32_t *next, uint32_t *out, int size) {
  four_words a = load_words(state), b = load_words(state + 4), c = load_words(state + 8), d = load_words(state + 12);
  for (int i = 0; i < 4; i++) next[16 + i] = state[16 + i];
  for (int at = 0; at < size; at += 4) {
    const four_words five = b * 5;
    const four_words word = ((five << 7) | (five >> 25)) * 9;
    const four_words t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >> 21);
    if (at + 4 <= size) store_words(out + at, word);
    else
      for (int i = 0; at + i < size; i++) out[at + i] = word[i];
  }
  store_words(next, a);
  store_words(next + 4, b);
  store_words(next + 8, c);
  store_words(next + 12, d);
}

/* Uniform numbers from 0 to 1, of 24 bits each; the state after them is written to `next`. */
APART void uniforms(const uint32_t *state, uint32_t *next, float *out, int size) {
  random_words(state, next, (uint32_t *)out, size);
  for (int i = 0; i < size; i += LANES) {
    const int some = size - i;
    const W(ints) word = W(bits)(W(load_some)(out + i, some));
    W(store_some)(out + i, some, W(from_ints)((word >> 8) & 0xffffff) * (1.0f / 16777216));
  }
}

#define LAYERS 256

/* Width and bound of the layers that two words choose. */
ALWAYS four_floats layers_of(const float *table, int32_t first, int32_t second) {
  typedef double two_doubles __attribute__((vector_size(16)));
  two_doubles both;
  const float *layers[2] = {table + 2 * (first & (LAYERS - 1)), table + 2 * (second & (LAYERS - 1))};
  for (int i = 0; i < 2; i++) {
    double pair;
    __builtin_memcpy(&pair, layers[i], sizeof pair);
    both[i] = pair;
  }
  return (four_floats)both;
}

/*
 * Turns random words into normally distributed numbers, in place, by the ziggurat method of Marsaglia & Tsang (2000). Words at the edge of a
 * layer are left as they are; `edges` gets their number and their places, in bytes from `out`. `table` holds for each layer its width and the
 * bound below which integers are inside for certain, side by side.
 */
APART void normals_inside(const float *table, int32_t *out, int32_t *edges, int size) {
  int32_t *list = edges + 1;
  for (int i = 0; i < size; i += 4) {
    const int some = least(4, size - i);
    const four_ints drawn = four_bits(four_load_some((const float *)out + i, some));
    const four_floats low = layers_of(table, drawn[0], drawn[1]), high = layers_of(table, drawn[2], drawn[3]);
    const four_floats width = __builtin_shufflevector(low, high, 0, 2, 4, 6), inside = __builtin_shufflevector(low, high, 1, 3, 5, 7);
    const four_floats drawn_floats = four_from_ints(drawn >> 8);
    const four_ints unsure = ~(four_absolute(drawn_floats) < inside);
    four_store_some((float *)out + i, some, four_choose(unsure, four_of_bits(drawn), drawn_floats * width));
    for (uint32_t there = four_others_than_zero(four_from_ints(unsure)) & ((1u << some) - 1); there; there &= there - 1)
      *list++ = (i + __builtin_ctz(there)) * (int32_t)sizeof *out;
  }
  *edges = (int32_t)(list - edges) - 1;
}

/* e to the power of numbers, limited to -87 and 88, by additions and multiplications alone (after Moshier's Cephes, expf). */
ALWAYS W(floats) power_of_e(W(floats) power) {
  const W(floats) x = W(higher)(W(lower)(power, W(splat)(88)), W(splat)(-87));
  const W(floats) rounded = x * 1.44269504f + 12582912.0f;
  const W(floats) n = rounded - 12582912.0f;
  const W(floats) r = x - n * 0.693359375f - n * -2.12194440e-4f;
  W(floats) p = W(splat)(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  return p * W(of_bits)((W(bits)(rounded) << 23) + 0x3f800000);
}

/* 1 / (1 + e^-a). */
ALWAYS W(floats) chance_of(W(floats) a) { return 1.0f / (1.0f + power_of_e(W(negated)(a))); }

/*
 * Draws units that take one of two values: low[c] + step[c] where level[r, c] is below the sigmoid of slope[c] · x[r, c] + offset[c], else
 * low[c]. `coefficients` holds all slopes, then all offsets, lows and steps.
 */
APART void draw_binary(const float *x, const float *level, const float *coefficients, float *out, int rows, int columns) {
  const float *offset = coefficients + columns, *low = offset + columns, *step = low + columns;
  for (int r = 0; r < rows; r++, x += columns, level += columns, out += columns)
    for (int c = 0; c < columns; c += LANES) {
      const int some = columns - c;
      const W(floats) logit = W(load_some)(x + c, some) * W(load_some)(coefficients + c, some) + W(load_some)(offset + c, some);
      const W(ints) taken = W(load_some)(level + c, some) < chance_of(logit);
      const W(floats) more = W(of_bits)(taken & W(bits)(W(load_some)(step + c, some)));
      W(store_some)(out + c, some, W(load_some)(low + c, some) + more);
    }
}

/* out[r, c] = slope[c] · x[r, c] + offset[c] + spread[c] · noise[r, c]; `coefficients` holds all slopes, then all offsets and spreads. */
APART void draw_normal(const float *x, const float *noise, const float *coefficients, float *out, int rows, int columns) {
  const float *offset = coefficients + columns, *spread = offset + columns;
  for (int r = 0; r < rows; r++, x += columns, noise += columns, out += columns)
    for (int c = 0; c < columns; c += LANES) {
      const int some = columns - c;
      const W(floats) mean = W(load_some)(x + c, some) * W(load_some)(coefficients + c, some) + W(load_some)(offset + c, some);
      W(store_some)(out + c, some, mean + W(load_some)(noise + c, some) * W(load_some)(spread + c, some));
    }
}

ALWAYS float smaller(float a, float b) { return a < b || (a == b && __builtin_signbit(a)) ? a : b; }

ALWAYS float larger(float a, float b) { return a > b || (a == b && !__builtin_signbit(a)) ? a : b; }

/*
 * out[r, c] = gain[c] · (x[r, c] - centre); `facts` gets the smallest and the largest x (no number if there is one that is none), and how many x
 * equal `centre`. The extremes are found in four lanes, so that zeros have the same sign everywhere.
 */
APART void scale_rows(const float *x, const float *gain, float *out, float *facts, float centre, int rows, int columns) {
  four_floats low = four_splat(__builtin_inff()), high = four_splat(-__builtin_inff());
  four_ints zeros = {0}, strange = {0};
  const four_ints first = {-1, 0, 0, 0};
  for (int r = 0; r < rows; r++, x += columns, out += columns) {
    int i = 0;
    for (; i + 4 <= columns; i += 4) {
      const four_floats value = four_load(x + i);
      low = four_lower(low, value);
      high = four_higher(high, value);
      strange |= value != value;
      zeros -= value == centre;
      four_store(out + i, four_load(gain + i) * (value - centre));
    }
    for (; i < columns; i++) {
      const four_floats value = four_splat(x[i]);
      low = four_lower(low, value);
      high = four_higher(high, value);
      strange |= value != value;
      zeros -= (value == centre) & first;
      out[i] = gain[i] * (x[i] - centre);
    }
  }
  const four_floats lowest = four_lower(low, __builtin_shufflevector(low, low, 2, 3, 0, 1));
  const four_floats highest = four_higher(high, __builtin_shufflevector(high, high, 2, 3, 0, 1));
  const bool number = !(strange[0] | strange[1] | strange[2] | strange[3]);
  facts[0] = number ? smaller(lowest[0], lowest[1]) : __builtin_nanf("");
  facts[1] = number ? larger(highest[0], highest[1]) : __builtin_nanf("");
  facts[2] = (float)(zeros[0] + zeros[1] + zeros[2] + zeros[3]);
}

/*
 * The probabilities of the units in the first `some` columns of a matrix: p = sigmoid(x[r, c] + offset[c]). `activity` gets
 * part · (p[r, c] - centre[c]) and `sums` Σ_r p[r, c], summed in float64; `coefficients` holds all offsets, then all centres. Given levels,
 * `states` gets 1 where a level is below p, else 0.
 */
APART void chance_rows(
    const float *x, const float *coefficients, const float *level, float *activity, float *states, float *sums, float part, int rows,
    int columns, int some) {
  for (int c = 0; c < some; c += LANES) {
    const int left = some - c;
    const W(floats) offset = W(load_some)(coefficients + c, left), centre = W(load_some)(coefficients + columns + c, left);
    W(doubles) sum = {0};
    size_t at = c;
    for (int r = 0; r < rows; r++, at += columns) {
      const W(floats) p = chance_of(W(load_some)(x + at, left) + offset);
      sum += W(widened)(p);
      W(store_some)(activity + at, left, part * (p - centre));
      if (!level) continue;
      const W(ints) taken = W(load_some)(level + at, left) < p;
      W(store_some)(states + at, left, W(of_bits)(taken & W(bits)(W(splat)(1))));
    }
    W(store_some)(sums + c, left, W(narrowed)(sum));
  }
}
