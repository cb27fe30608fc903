/* Functions of values one by one. */
#include "vector.h"

ALWAYS W(floats) between(W(floats) x, W(floats) low, W(floats) high) { return W(lower)(W(higher)(x, low), high); }

/* ln 2 in two parts, the first with few enough digits for its small multiples to be exact. */
#define LN2_HIGH 0.693145751953125f
#define LN2_LOW 1.4286068203094172e-6f
/* Added to a small number, it leaves the nearest integer in the lowest bits of the sum. */
#define WHOLE 12582912.0f

/* The integer n from -126 to 127 for which 2^n is nearest to exp z, in the lowest bits. */
ALWAYS W(floats) nearest_power(W(floats) z) { return z * 1.4426950408889634f + WHOLE; }

/* 2^n, given what `nearest_power` returned. */
ALWAYS W(floats) power_of(W(floats) nearest) {
  return W(of_bits)((W(ints))(((W(ints))nearest << 23) + 0x3f800000));
}

/* exp(z - n ln 2) - 1 by its series; the argument is between -ln 2 / 2 and ln 2 / 2. */
ALWAYS W(floats) rest_of(W(floats) z, W(floats) nearest) {
  const W(floats) n = nearest - WHOLE;
  const W(floats) t = z - n * LN2_HIGH - n * LN2_LOW;
  W(floats) p = W(multiply_add)(t, W(splat)(1.0f / 5040), W(splat)(1.0f / 720));
  p = W(multiply_add)(t, p, W(splat)(1.0f / 120));
  p = W(multiply_add)(t, p, W(splat)(1.0f / 24));
  p = W(multiply_add)(t, p, W(splat)(1.0f / 6));
  p = W(multiply_add)(t, p, W(splat)(0.5f));
  return W(multiply_add)(t * t, p, t);
}

/*
 * tanh x = -e / (e + 2) with e = exp(-2|x|) - 1, which loses no digits near 0. From |x| = 1 on it is 1 - 2q / (q + 1) with q = exp(-2|x|),
 * which stays below 1 as long as float32 has a number between.
 */
ALWAYS W(floats) tanh_of(W(floats) x) {
  const W(floats) one = W(splat)(1), absolute = W(absolute)(x);
  const W(floats) z = W(higher)(absolute * -2, W(splat)(-20));
  const W(floats) n = nearest_power(z), power = power_of(n), rest = rest_of(z, n);
  const W(floats) e = W(multiply_add)(power, rest, power - one), q = W(multiply_add)(power, rest, power);
  const W(ints) is_large = absolute >= one;
  const W(floats) part = W(choose)(is_large, q + q, W(negated)(e)) / W(choose)(is_large, q + one, e + 2);
  const W(floats) size = W(choose)(is_large, one - part, part);
  return W(of_bits)((W(bits)(size) & 0x7fffffff) | (W(bits)(x) & INT32_MIN));
}

/* e / (1 + e) with e = exp(-|x|), and 1 minus that for positive x; e is taken to be 0 where it is no normal number. */
ALWAYS W(floats) sigmoid_of(W(floats) x) {
  const W(floats) one = W(splat)(1), negative = W(negated)(W(absolute)(x));
  const W(floats) z = W(higher)(negative, W(splat)(-87.25f));
  const W(floats) n = nearest_power(z), power = power_of(n);
  const W(floats) e = W(multiply_add)(power, rest_of(z, n), power);
  const W(floats) low = W(of_bits)(W(bits)(e / (one + e)) & ~(negative < -87.25f));
  return W(choose)(x > 0, one - low, low);
}

/* out = 1 / (1 + exp -x), to three units in the last place. */
APART void sigmoid(const float *x, float *out, int size) {
  for (int i = 0; i < size; i += LANES) W(store_some)(out + i, size - i, sigmoid_of(W(load_some)(x + i, size - i)));
}

/* out = tanh x, to three units in the last place. */
APART void tanh_values(const float *x, float *out, int size) {
  for (int i = 0; i < size; i += LANES) W(store_some)(out + i, size - i, tanh_of(W(load_some)(x + i, size - i)));
}

/* out = x, or slope · x below 0. */
APART void leaky_relu(const float *x, float *out, int size, float slope) {
  for (int i = 0; i < size; i += LANES) {
    const W(floats) value = W(load_some)(x + i, size - i);
    W(store_some)(out + i, size - i, W(choose)(value < 0, value * slope, value));
  }
}

/* out = dy · (y · (1 - y)). */
APART void sigmoid_gradient(const float *y, const float *dy, float *out, int size) {
  for (int i = 0; i < size; i += LANES) {
    const W(floats) value = W(load_some)(y + i, size - i);
    W(store_some)(out + i, size - i, W(load_some)(dy + i, size - i) * (value * (1 - value)));
  }
}

/* out = dy where y lies between `low` and `high`, 0 elsewhere. */
APART void gate(const float *y, const float *dy, float *out, int size, float low, float high) {
  for (int i = 0; i < size; i += LANES) {
    const W(floats) value = W(load_some)(y + i, size - i);
    W(store_some)(out + i, size - i, W(of_bits)(W(bits)(W(load_some)(dy + i, size - i)) & (value > low) & (value < high)));
  }
}

/* Replaces values below `low` or above `high` by that; what is no number stays so. */
APART void clamp(float *x, int size, float low, float high) {
  for (int i = 0; i < size; i += LANES) {
    const W(floats) value = W(load_some)(x + i, size - i);
    W(store_some)(x + i, size - i, between(value, W(splat)(low), W(splat)(high)));
  }
}

/* out = a + b, a - b, a b or a / b, by the number of the operation; `is_scalar` says that b is one value for all. */
SMALL void combine(const float *a, const float *b, float *out, int size, int operation, int is_scalar) {
  for (int i = 0; i < size; i += LANES) {
    const int some = size - i;
    const W(floats) x = W(load_some)(a + i, some), y = is_scalar ? W(splat)(*b) : W(load_some)(b + i, some);
    W(store_some)(out + i, some, operation == 0 ? x + y : operation == 1 ? x - y : operation == 2 ? x * y : x / y);
  }
}

/* out = table[byte] for each byte. */
SMALL void look_up(const uint8_t *bytes, const float *table, float *out, int size) {
  for (int i = 0; i < size; i++) out[i] = table[bytes[i]];
}

/* Copies some bytes, which may overlap. */
SMALL void copy(const void *from, void *to, size_t size) { __builtin_memmove(to, from, size); }
