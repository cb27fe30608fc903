/* The αβ rule of layer-wise relevance propagation for a matrix, in one pass. */
#include "vector.h"

/* Whether the rule where β is 0 is computed as any other, to the same bits in twice the time: the floor stays small. */
#if LEVEL_SSE2
#define ALIKE true
#else
#define ALIKE false
#endif

/* Turns sums of a block's columns into what their products are multiplied by, and what arrived into what has no products. */
APART bool divide_block(const float *sums, float *arrived, float *quotients, int depth, int lanes, bool is_mixed, float alpha, float beta) {
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

/* Adds the products of one sign of the terms of a pass to sums of some columns; weights of the next term are `step` values on. */
APART void add_terms(const float *x, const float *weights, size_t step, int depth, float *sums, int some, bool is_positive) {
  const W(ints) other = (W(ints)){0} - (is_positive ? 0 : 1);
  W(floats) sum[ROW_VECTORS];
#pragma GCC unroll 2
  for (int v = 0; v < ROW_VECTORS; v++) sum[v] = W(load_some)(sums + v * LANES, most(0, some - v * LANES));
  for (; depth > 0; depth--, weights += step, x++)
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
    const int depth = least(LISTED, inner - first);
    for (int c = 0; c < columns; c += ROW_TOGETHER)
      for (int negative = 0; negative < 2; negative++)
        add_terms(
            x + first, weights + (size_t)first * columns + c, columns, depth, sums + (negative ? columns : 0) + c, columns - c, !negative);
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

/* Turns positive sums of a block, [columns][width], into what their products are multiplied by; says whether none is missing where relevance arrived. */
APART bool divide_positive(float *sums, const float *arrived, float *room, struct block of) {
  W(ints) missing = {0};
  for (int first = 0; first < of.columns; first += LISTED) {
    const int depth = least(LISTED, of.columns - first);
    if (of.count < of.width) clear(room, sizeof *room * of.width * depth);
    transpose(arrived + first, of.columns, room, of.width, of.count, depth);
    for (int i = 0; i < depth * of.width; i += LANES, sums += LANES) {
      const W(floats) r = W(load)(room + i), sum = W(load)(sums);
      const W(ints) is_there = sum > TINY, is_nonzero = r != 0;
      missing |= is_nonzero & ~is_there;
      W(store)(sums, W(of_bits)(W(bits)(r / sum) & is_there & is_nonzero));
    }
  }
  return !any_of(missing);
}

/*
 * The rule where β is 0, for a block of places: only positive products have a share, so that each weight is multiplied once, forward and back.
 * `back` are the transposed weights as `sort_by_sign` lists them. False where a unit without positive products has relevance.
 */
APART bool positive_relevance(
    const float *x, const void *sorted, const uint32_t *back, const float *arrived, float *out, float *room, struct block of, int is_mixed) {
  const int kinds = is_mixed ? 2 : 1;
  // Lists lead 128 lines far at most: the panel lies behind the sums.
  float *shares = room, *others = shares + (size_t)2 * TOGETHER * of.inner, *sums = others + (size_t)TOGETHER * of.inner;
  float *panel = sums + (size_t)TOGETHER * of.columns;
  if (is_mixed) sum_mixed(x, sorted, panel, sums, of, 0, of.columns, 1);
  else sum_listed(x, sorted, panel, sums, of, 0, of.columns, 1);
  if (!divide_positive(sums, arrived, panel, of)) return false;
  for (int first = 0; first < of.columns; first += LISTED) {
    const int step = 2 * (least(LISTED, of.columns - first) + 1);
    add_sorted(back, step, sums + (size_t)first * of.width, shares, of.inner, first > 0, kinds, of.width);
    back += (size_t)of.inner * step;
  }
  of.width *= kinds;
  write_shares(shares, others, x, out, of, is_mixed, of.inner);
  return true;
}

/*
 * The αβ rule for rows of x: `signed_sums`, `signed_quotients` and `signed_shares` in one, block by block; `sorted` are the same
 * weights as `sort_by_sign` lists them or, mixed, transposed; `back` are, where β is 0, the transposed weights as it lists them, and else NULL.
 * `even` is written only where some unit without products has relevance, and `found` is 1 then.
 */
SMALL void signed_relevance(
    const float *x, const void *sorted, const float *weights, const uint32_t *back, const float *arrived, float *out, float *even,
    float *found, float *room, int places, int inner, int columns, int is_mixed, float alpha, float beta) {
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
    if (back && !ALIKE) {
      const struct block all = block_at(m, places, inner, columns, false);
      if (positive_relevance(x, sorted, back, arrived, out, room, all, is_mixed)) {
        m += all.count, x += (size_t)all.count * inner, out += (size_t)all.count * inner, arrived += (size_t)all.count * columns;
        continue;
      }
    }
    if (is_mixed) sum_mixed(x, sorted, room, sums, of, 0, columns, 2);
    else sum_listed(x, sorted, room, sums, of, 0, columns, 2);
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
