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

/*
 * The αβ rule for rows of x: `signed_sums` or, mixed, `mixed_sums`, `signed_quotients` and `signed_shares` in one, block by block. `even` is written only
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
