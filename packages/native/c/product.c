/* Matrix products in packed panels, and those of a few rows without packing. */
#include "vector.h"

/* Terms of each sum that are added per pass, so that a panel and a group of rows stay in the caches near the core. */
#define DEPTH 256
/* Rows that are packed per pass. */
#define BLOCK 144
/* Rows that are multiplied together, with two vectors of columns. */
#if LANES == 16 || LEVEL_NEON
#define GROUP 12
#elif LANES == 8
#define GROUP 6
#else
#define GROUP 4
#endif
#define PANEL (2 * LANES)
/* Up to so many rows a panel is read where it lies. */
#define FEW (2 * GROUP)

/* Packs up to four lines of `depth` values side by side: lines begin `line` bytes apart and their values are `step` bytes apart. */
APART void pack_four(const float *from, float *to, int count, int depth, size_t line, size_t step, int apart) {
  int k = 0;
  if (count >= 4 && line == 4) {
    for (; k < depth; k++, from = further(from, step), to += apart) four_store(to, four_load(from));
    return;
  }
  if (count >= 4 && step == 4) {
    for (; k + 4 <= depth; k += 4, from += 4, to += 4 * apart) {
      four_floats p = four_load(from), q = four_load(further(from, line));
      four_floats r = four_load(further(from, 2 * line)), s = four_load(further(from, 3 * line));
      four_floats pq = __builtin_shufflevector(p, q, 0, 4, 1, 5), rs = __builtin_shufflevector(r, s, 0, 4, 1, 5);
      four_floats pq2 = __builtin_shufflevector(p, q, 2, 6, 3, 7), rs2 = __builtin_shufflevector(r, s, 2, 6, 3, 7);
      four_store(to, __builtin_shufflevector(pq, rs, 0, 1, 4, 5));
      four_store(to + apart, __builtin_shufflevector(pq, rs, 2, 3, 6, 7));
      four_store(to + 2 * apart, __builtin_shufflevector(pq2, rs2, 0, 1, 4, 5));
      four_store(to + 3 * apart, __builtin_shufflevector(pq2, rs2, 2, 3, 6, 7));
    }
  }
  for (; k < depth; k++, from = further(from, step), to += apart)
    for (int i = 0; i < least(count, 4); i++) to[i] = *further(from, i * line);
}

/* Packs up to `wide` lines side by side; missing ones count as 0. */
APART void pack(const float *from, float *to, int count, int wide, int depth, size_t line, size_t step) {
  if (count < wide) clear(to, (size_t)wide * depth * sizeof *to);
  for (int i = 0; i < least(count, wide); i += 4)
    pack_four(further(from, i * line), to + i, least(count, wide) - i, depth, line, step, wide);
}

/* Where a tile of the result is, and how much of it there is. */
struct place {
  float *out;
  size_t out_row;
  int rows, columns;
  bool begun;
  const float *bias;
};

/*
 * Adds up to `many` packed rows times `vectors` vectors of columns to what the result holds or, in the first pass, to the bias; each sum is
 * taken in the order of k.
 */
ALWAYS void tile(const float *left, const float *right, size_t right_step, int depth, struct place at, const int many, const int vectors) {
  W(floats) sums[GROUP][2];
  const int last = vectors - 1, some = at.columns - last * LANES;
  W(floats) start[2] = {{0}, {0}};
  if (!at.begun && at.bias) {
    if (last) start[0] = W(load)(at.bias);
    start[last] = W(load_some)(at.bias + last * LANES, some);
  }
#pragma GCC unroll 12
  for (int m = 0; m < many; m++) {
    sums[m][0] = start[0];
    sums[m][last] = start[last];
    if (!at.begun || m >= at.rows) continue;
    const float *from = further(at.out, m * at.out_row);
    if (last) sums[m][0] = W(load)(from);
    sums[m][last] = W(load_some)(from + last * LANES, some);
  }
  for (const float *end = left + (size_t)depth * GROUP; left < end; left += GROUP, right = further(right, right_step)) {
    const W(floats) first = W(load)(right), second = W(load)(right + last * LANES);
#pragma GCC unroll 12
    for (int m = 0; m < many; m++) {
      const W(floats) s = W(splat)(left[m]);
      if (last) sums[m][0] = W(multiply_add)(s, first, sums[m][0]);
      sums[m][last] = W(multiply_add)(s, second, sums[m][last]);
    }
  }
#pragma GCC unroll 12
  for (int m = 0; m < many; m++) {
    if (m >= at.rows) break;
    float *to = onward(at.out, m * at.out_row);
    if (last) W(store)(to, sums[m][0]);
    W(store_some)(to + last * LANES, some, sums[m][last]);
  }
}

APART void tile_of(const float *left, const float *right, size_t right_step, int depth, struct place at) {
  if (at.columns > LANES) {
    if (at.rows > (GROUP + 1) * 2 / 3) tile(left, right, right_step, depth, at, GROUP, 2);
    else if (at.rows > GROUP / 3) tile(left, right, right_step, depth, at, (GROUP + 1) * 2 / 3, 2);
    else tile(left, right, right_step, depth, at, (GROUP + 2) / 3, 2);
  } else if (at.rows > GROUP / 2) tile(left, right, right_step, depth, at, GROUP, 1);
  else tile(left, right, right_step, depth, at, GROUP / 2, 1);
}

/* Packs `count` columns of `depth` rows of B, whose values are side by side, into whole vectors. */
APART void pack_panel(const float *b, float *panel, int count, int depth, size_t row) {
  const int vectors = count > LANES ? 2 : 1, some = count - (vectors - 1) * LANES;
  for (int k = 0; k < depth; k++, b = further(b, row), panel += vectors * LANES) {
    if (vectors == 2) W(store)(panel, W(load)(b));
    W(store)(panel + (vectors - 1) * LANES, W(load_some)(b + (vectors - 1) * LANES, some));
  }
}

/* The same as `product` where one pass takes all of the inner length and A's rows are read as they lie in memory, as a convolution reads pixels. */
static void product_of_rows(
    const float *a, const float *b, const float *bias, float *out, float *room, int rows, int columns, int inner, size_t a_row,
    size_t b_row, size_t out_row) {
  const struct windows of = {.step = a_row, .feature = out_row, .window_height = 1, .runs = 1, .run = inner};
  for (int n = 0; n < columns; n += PANEL) {
    const int count = least(PANEL, columns - n), vectors = count > LANES ? 2 : 1;
    pack_panel(b + n, room, count, inner, b_row);
    wide_tiles_of_row(a, room, bias ? bias + n : NULL, out + n, of, rows, vectors, count - (vectors - 1) * LANES);
  }
}

/*
 * out[m, n] = bias[n] + Σ_k A[m, k] B[k, n]; each sum is taken in the order of k. Steps are in bytes from one row or column to the next, so
 * that either matrix may be transposed, and the result may be some columns of a wider one. `room` has place for 512 values of each of 32
 * columns and of up to 144 rows, rounded up to a multiple of twelve; without a bias `bias` is NULL.
 */
APART void product(
    const float *a, const float *b, const float *bias, float *out, float *room, int rows, int columns, int inner, size_t a_row,
    size_t a_column, size_t b_row, size_t b_column, size_t out_row) {
  room = aligned(room);
  if (rows >= GROUP && inner <= DEPTH && a_column == sizeof *a && b_column == sizeof *b) {
    product_of_rows(a, b, bias, out, room, rows, columns, inner, a_row, b_row, out_row);
    return;
  }
  float *panel = room, *block = room + PANEL * DEPTH;
  for (int low = 0; low < inner; low += DEPTH) {
    const int depth = least(DEPTH, inner - low);
    for (int top = 0; top < rows; top += BLOCK) {
      const int bottom = least(rows, top + BLOCK);
      for (int m = top; m < bottom; m += GROUP)
        pack(further(a, m * a_row + low * a_column), block + (size_t)(m - top) * depth, bottom - m, GROUP, depth, a_row, a_column);
      for (int n = 0; n < columns; n += PANEL) {
        const int count = least(PANEL, columns - n);
        const float *right = further(b, low * b_row + n * b_column);
        size_t right_step = b_row;
        if (b_column != 4 || count < PANEL || bottom - top > FEW) {
          if (b_column == sizeof *b && count == PANEL) pack_panel(right, panel, PANEL, depth, b_row);
          else pack(right, panel, count, PANEL, depth, b_column, b_row);
          right = panel;
          right_step = PANEL * sizeof *panel;
        }
        struct place at = {onward(out, top * out_row) + n, out_row, 0, count, low > 0, bias ? bias + n : NULL};
        for (int m = top; m < bottom; m += GROUP, at.out = onward(at.out, GROUP * out_row)) {
          at.rows = least(GROUP, bottom - m);
          tile_of(block + (size_t)(m - top) * depth, right, right_step, depth, at);
        }
      }
    }
  }
}

/* Vectors of columns of two rows whose sums are taken together. */
#if LANES == 16 || LEVEL_NEON
#define LINES_AT_ONCE 8
#else
#define LINES_AT_ONCE 4
#endif

/* Sums of two rows for `vectors` vectors of columns, of the last of which `some` are there. */
ALWAYS void lines_of(
    const float *a, const float *b, const float *bias, float *out, int inner, size_t a_row, size_t a_column, size_t b_row,
    size_t out_row, const int vectors, int some) {
  W(floats) upper[LINES_AT_ONCE], lower[LINES_AT_ONCE];
  const int last = vectors - 1;
#pragma GCC unroll 8
  for (int v = 0; v < vectors; v++)
    upper[v] = lower[v] = bias ? W(load_some)(bias + v * LANES, v < last ? LANES : some) : W(splat)(0);
  for (int k = 0; k < inner; k++, a = further(a, a_column), b = further(b, b_row)) {
    const W(floats) s = W(splat)(*a), t = W(splat)(*further(a, a_row));
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++) {
      const W(floats) value = v < last || some == LANES ? W(load)(b + v * LANES) : W(load_some)(b + v * LANES, some);
      upper[v] = W(multiply_add)(s, value, upper[v]);
      lower[v] = W(multiply_add)(t, value, lower[v]);
    }
  }
#pragma GCC unroll 8
  for (int v = 0; v < vectors; v++) {
    W(store_some)(out + v * LANES, v < last ? LANES : some, upper[v]);
    W(store_some)(onward(out, out_row) + v * LANES, v < last ? LANES : some, lower[v]);
  }
}

/*
 * out[m, n] = bias[n] + Σ_k A[m, k] B[k, n] for so few rows that packing B would take longer than multiplying: B is read as it lies in
 * memory, once for two rows, with the sums in registers. A row that is left is taken twice, as B arrives more slowly than it is multiplied.
 * Steps are given as in `product`.
 */
APART void vector_product(
    const float *a, const float *b, const float *bias, float *out, int rows, int columns, int inner, size_t a_row, size_t a_column,
    size_t b_row, size_t out_row) {
  for (; rows > 0; rows -= 2, a = further(a, 2 * a_row), out = onward(out, 2 * out_row)) {
    if (rows == 1) a_row = out_row = 0;
    int n = 0;
#define LINES(vectors, some) lines_of(a, b + n, bias ? bias + n : NULL, out + n, inner, a_row, a_column, b_row, out_row, vectors, some)
    for (; n + LINES_AT_ONCE * LANES <= columns; n += LINES_AT_ONCE * LANES) LINES(LINES_AT_ONCE, LANES);
    for (; n + 2 * LANES <= columns; n += 2 * LANES) LINES(2, LANES);
    for (; n < columns; n += LANES) LINES(1, least(LANES, columns - n));
#undef LINES
  }
}
