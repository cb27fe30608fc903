/* The αβ rule of layer-wise relevance propagation for a matrix, in one pass. */
#include "vector.h"

/* Turns sums of a block's columns into what their products are multiplied by, and what arrived into what has no products. */
ALWAYS bool divide_block(const float *sums, float *arrived, float *quotients, int depth, int lanes, bool is_mixed, float alpha, float beta) {
  W(ints) any = {0};
  for (int c = 0; c < depth; c++, sums += 2 * lanes, arrived += lanes, quotients += (is_mixed ? 3 : 2) * lanes)
    for (int i = 0; i < lanes; i += LANES) {
      const int some = lanes - i;
      const struct signed_quotients found =
          quotients_of(W(load_some)(sums + i, some), W(load_some)(sums + lanes + i, some), W(load_some)(arrived + i, some), alpha, beta);
      W(store_some)(quotients + i, some, found.positive);
      W(store_some)(quotients + lanes + i, some, found.negative);
      if (is_mixed) W(store_some)(quotients + 2 * lanes + i, some, found.positive);
      W(store_some)(arrived + i, some, found.rest);
      any |= found.rest != 0;
    }
  return any_of(any);
}

/* Up to so many places, each is done by itself: a vector of columns instead of one of places. */
#if LEVEL_SSE2
#define FEW_PLACES 0
#else
#define FEW_PLACES 4
#endif
/* Columns, and rows of weights, that are summed together then. */
#define ROW_VECTORS 2
#define ROW_TOGETHER (ROW_VECTORS * LANES)

/* Adds the products of one sign of the terms of a pass to sums of some columns; weights of the next term are `step` values on, x a value in that direction. */
APART void add_terms(const float *x, const float *weights, ptrdiff_t step, int depth, float *sums, int some, bool is_positive) {
  const W(ints) other = (W(ints)){0} - (is_positive ? 0 : 1);
  W(floats) sum[ROW_VECTORS];
#pragma GCC unroll 2
  for (int v = 0; v < ROW_VECTORS; v++) sum[v] = W(load_some)(sums + v * LANES, most(0, some - v * LANES));
  for (; depth > 0; depth--, weights += step, x += is_positive ? 1 : -1)
#pragma GCC unroll 2
    for (int v = 0; v < ROW_VECTORS; v++) {
      const W(floats) weight = W(load_some)(weights + v * LANES, most(0, some - v * LANES));
      sum[v] = W(choose)((weight > 0) ^ other, W(multiply_add)(weight, W(splat)(*x), sum[v]), sum[v]);
    }
#pragma GCC unroll 2
  for (int v = 0; v < ROW_VECTORS; v++) W(store_some)(sums + v * LANES, most(0, some - v * LANES), sum[v]);
}

/* Sums of one row of x without negative values, in the order of `sum_listed`: sums[2][columns]. */
ALWAYS void sum_row(const float *x, const float *weights, float *sums, int inner, int columns) {
  clear(sums, 2 * sizeof *sums * columns);
  for (int first = 0; first < inner; first += LISTED) {
    const int depth = least(LISTED, inner - first), last = first + depth - 1;
    for (int c = 0; c < columns; c += ROW_TOGETHER) {
      add_terms(x + first, weights + (size_t)first * columns + c, columns, depth, sums + c, columns - c, true);
      add_terms(x + last, weights + (size_t)last * columns + c, -(ptrdiff_t)columns, depth, sums + columns + c, columns - c, false);
    }
  }
}

/* Turns sums of a row into what its products are multiplied by, and says whether anything has none, which is written. */
APART bool divide_row(float *sums, const float *arrived, float *rest, int columns, float alpha, float beta) {
  W(ints) any = {0};
  for (int c = 0; c < columns; c += LANES) {
    const int some = columns - c;
    const struct signed_quotients found = quotients_of(
        W(load_some)(sums + c, some), W(load_some)(sums + columns + c, some), W(load_some)(arrived + c, some), alpha, beta);
    W(store_some)(sums + c, some, found.positive);
    W(store_some)(sums + columns + c, some, found.negative);
    W(store_some)(rest + c, some, found.rest);
    any |= found.rest != 0;
  }
  return any_of(any);
}

/* Distributes shares [2][columns] along the weights of each of `inner` values of a row. */
APART void share_row(const float *shares, const float *weights, const float *x, float *out, float *room, int inner, int columns) {
  for (int i = 0; i < inner; i += ROW_TOGETHER) {
    const int rows = least(ROW_TOGETHER, inner - i);
    W(floats) sum[ROW_VECTORS] = {{0}};
    for (int first = 0; first < columns; first += OF_TWO) {
      const int depth = least(OF_TWO, columns - first);
      transpose(weights + (size_t)i * columns + first, columns, room, ROW_TOGETHER, rows, depth);
      for (int c = 0; c < depth; c++) {
        const W(floats) positive = W(splat)(shares[first + c]), negative = W(splat)(shares[columns + first + c]);
#pragma GCC unroll 2
        for (int v = 0; v < ROW_VECTORS; v++) {
          const W(floats) weight = W(load)(room + c * ROW_TOGETHER + v * LANES);
          sum[v] = W(multiply_add)(weight, W(choose)((W(ints))weight < 0, negative, positive), sum[v]);
        }
      }
    }
#pragma GCC unroll 2
    for (int v = 0; v < ROW_VECTORS; v++) {
      const int some = rows - v * LANES;
      if (some > 0) W(store_some)(out + i + v * LANES, some, sum[v]);
    }
  }
  times_share(x, out, out, inner);
}

/*
 * The αβ rule for rows of x: `signed_sums` or, mixed, `mixed_sums`, `signed_quotients` and `signed_shares` in one, block by block; `sorted` are the same
 * weights as `sort_by_sign` lists them or, mixed, transposed. `even` is written only
 * where some unit without products has relevance, and `found` is 1 then.
 */
APART void signed_relevance(
    const float *x, const void *sorted, const float *weights, const float *arrived, float *out, float *even, float *found, float *room,
    int places, int inner, int columns, int is_mixed, float alpha, float beta) {
  room = aligned(room);
  float *of_block = room + PANEL_SIZE, *sums = of_block + 2 * PANEL_SIZE / 4, *shares = sums + (size_t)2 * TOGETHER * columns;
  float *others = shares + (size_t)TOGETHER * inner, *written = even;
  const int most_depth = is_mixed ? OF_THREE : OF_TWO;
  bool any = false;
  for (int m = 0; m < places;) {
    const struct block of = block_at(m, places, inner, columns, is_mixed);
    const int lanes = is_mixed ? of.width / 2 : of.width, line = (is_mixed ? 3 : 2) * lanes;
    if (!is_mixed && of.count <= FEW_PLACES) {
      for (; m < places; m++, x += inner, out += inner, arrived += columns) {
        float *rest = sums + 2 * (size_t)columns, *row = even + (size_t)m * columns;
        sum_row(x, weights, sums, inner, columns);
        if (divide_row(sums, arrived, rest, columns, alpha, beta)) {
          clear(written, (char *)row - (char *)written);
          __builtin_memcpy(row, rest, sizeof *rest * columns);
          written = row + columns;
          any = true;
        }
        share_row(sums, weights, x, out, room, inner, columns);
      }
      break;
    }
    if (is_mixed) sum_mixed(x, sorted, room, sums, of, 0, columns);
    else sum_listed(x, sorted, room, sums, of, 0, columns);
    for (int first = 0; first < columns; first += most_depth) {
      const int depth = least(most_depth, columns - first);
      if (of.count < lanes) clear(of_block, sizeof *of_block * lanes * depth);
      transpose(arrived + first, columns, of_block, lanes, of.count, depth);
      if (divide_block(sums + (size_t)2 * lanes * first, of_block, room, depth, lanes, is_mixed, alpha, beta)) {
        float *end = even + (size_t)(m + of.count) * columns;
        if (written < end) clear(written, (char *)end - (char *)written);
        written = end;
        transpose(of_block, lanes, end - (size_t)of.count * columns + first, columns, depth, of.count);
        any = true;
      }
      add_signed(weights + first, columns, depth, room, line, lanes, shares, inner, first > 0, of.width);
    }
    write_shares(shares, others, x, out, of, is_mixed, inner);
    m += of.count, x += (size_t)of.count * inner, out += (size_t)of.count * inner, arrived += (size_t)of.count * columns;
  }
  if (any) clear(written, sizeof *even * places * columns - ((char *)written - (char *)even));
  *found = any ? 1 : 0;
}
