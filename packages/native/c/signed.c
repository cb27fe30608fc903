/* Sums of the positive and of the negative products of a matrix, and shares along them, for many places at a time. */
#include "vector.h"

/* Terms of each sum per pass: of the sums as `sort_by_sign` lists them, and of those that choose between two lines and between three. */
#define LISTED 96
#define OF_TWO 48
#define OF_THREE 64
/* Bytes from a line of the panel to the next in what `sort_by_sign` writes; the panel has room for 128 lines, so that no list leads beyond it. */
#define LISTED_LINE 128
#define LISTED_BITS (127 * LISTED_LINE)
/* Values that are summed together: of so many places, or of half as many of two kinds. Panels take 8192 values. */
#if LEVEL_SSE2
#define TOGETHER 32
#else
#define TOGETHER 64
#endif
#define PANEL_SIZE 8192
/* Vectors of that, and rows of weights that are multiplied together. */
#define MOST_VECTORS (TOGETHER / LANES)
#if LANES == 16
#define WEIGHT_ROWS 2
#else
#define WEIGHT_ROWS 1
#endif

/* The least of a whole, a half and a quarter of `TOGETHER` values that has place for `count`. */
ALWAYS int width_for(int count) { return count > TOGETHER / 2 ? TOGETHER : count > TOGETHER / 4 ? TOGETHER / 2 : TOGETHER / 4; }

/* Calls a function with that number of vectors as a constant. */
#define BY_WIDTH(width, function, ...) \
  do { \
    if (width == TOGETHER) function(__VA_ARGS__, MOST_VECTORS); \
    else if (width == TOGETHER / 2) function(__VA_ARGS__, MOST_VECTORS / 2); \
    else function(__VA_ARGS__, MOST_VECTORS / 4); \
  } while (0)

/* Copies a matrix, its rows and columns exchanged: rows begin `line` values apart, and those of the result `apart`. */
APART void transpose(const float *from, size_t line, float *to, int apart, int rows, int columns) {
  for (int r = 0; r < rows; r += 4)
    pack_four(from + r * line, to + r, rows - r, columns, line * sizeof *from, sizeof *from, apart);
}

/*
 * Sorts the weights of each column of a matrix [inner, columns] by sign. For every pass and column: how many bytes those above 0 take, and twice
 * the weights of the pass, those above 0 first, each with the place of its line in a panel; both kinds in the order of the matrix.
 */
SMALL void sort_by_sign(const float *weights, uint32_t *lists, int inner, int columns) {
  for (int first = 0; first < inner; first += LISTED, weights += (size_t)LISTED * columns) {
    const int depth = least(LISTED, inner - first);
    for (int c = 0; c < columns; c++) {
      uint32_t *begin = lists;
      lists += 2;
      for (int negative = 0; negative < 2; negative++) {
        for (int k = 0; k < depth; k++) {
          const float *weight = weights + (size_t)k * columns + c;
          if ((*weight > 0) == negative) continue;
          __builtin_memcpy(lists, weight, sizeof *lists);
          lists[1] = k * LISTED_LINE;
          lists += 2;
        }
        if (!negative) begin[0] = (uint32_t)((lists - begin - 2) * sizeof *lists);
      }
    }
  }
}

ALWAYS void load_sums(W(floats) *sum, const float *from, bool begun, const int vectors) {
#pragma GCC unroll 16
  for (int v = 0; v < vectors; v++) sum[v] = begun ? W(load)(from + v * LANES) : W(splat)(0);
}

ALWAYS void store_sums(float *to, const W(floats) *sum, const int vectors) {
#pragma GCC unroll 16
  for (int v = 0; v < vectors; v++) W(store)(to + v * LANES, sum[v]);
}

/* Adds the products of listed weights and their lines of a panel to sums. */
ALWAYS void add_list(const uint32_t *list, const uint32_t *end, const float *panel, float *sums, bool begun, const int vectors) {
  W(floats) sum[MOST_VECTORS];
  load_sums(sum, sums, begun, vectors);
  for (; list < end; list += 2) {
    const float *line = panel + (size_t)(list[1] & LISTED_BITS) / LISTED_LINE * (vectors * LANES);
    const W(floats) s = W(splat)(*(const float *)list);
#pragma GCC unroll 16
    for (int v = 0; v < vectors; v++) sum[v] = W(multiply_add)(s, W(load)(line + v * LANES), sum[v]);
  }
  store_sums(sums, sum, vectors);
}

/* Adds the products of a pass for each of `some` columns, those of one sign or of both; their lists are `step` words apart. */
ALWAYS void add_lists(const uint32_t *lists, int step, const float *panel, float *sums, int some, bool begun, int kinds, const int vectors) {
  for (int c = 0; c < some; c++, lists += step) {
    const uint32_t *begin = lists + 2, *end = lists + step, *middle = begin + lists[0] / sizeof *lists;
    if (middle > end) middle = end;
    for (int kind = 0; kind < kinds; kind++, begin = middle, middle = end, sums += vectors * LANES)
      add_list(begin, middle, panel, sums, begun, vectors);
  }
}

APART void add_sorted(const uint32_t *lists, int step, const float *panel, float *sums, int some, bool begun, int kinds, int width) {
  BY_WIDTH(width, add_lists, lists, step, panel, sums, some, begun, kinds);
}

/*
 * Adds the products of `rows` rows of weights, `columns` apart, to their sums, which follow one another: each weight is multiplied by a line of the panel, that of a negative
 * one begins `apart` values later. Lines begin `line` values apart.
 */
ALWAYS void add_rows(
    const float *weights, int columns, int depth, const float *panel, int line, int apart, float *sums, bool begun, const int rows,
    const int vectors) {
  W(floats) sum[WEIGHT_ROWS][MOST_VECTORS];
#pragma GCC unroll 2
  for (int r = 0; r < rows; r++) load_sums(sum[r], sums + r * vectors * LANES, begun, vectors);
  for (const float *end = weights + depth; weights < end; weights++, panel += line)
#pragma GCC unroll 2
    for (int r = 0; r < rows; r++) {
      uint32_t bits;
      __builtin_memcpy(&bits, weights + (size_t)r * columns, sizeof bits);
      const float *of_sign = panel + (bits >> 31) * (size_t)apart;
      const W(floats) s = W(splat)(weights[(size_t)r * columns]);
#pragma GCC unroll 16
      for (int v = 0; v < vectors; v++) sum[r][v] = W(multiply_add)(s, W(load)(of_sign + v * LANES), sum[r][v]);
    }
#pragma GCC unroll 2
  for (int r = 0; r < rows; r++) store_sums(sums + r * vectors * LANES, sum[r], vectors);
}

/* The same for `some` rows. */
ALWAYS void add_weights(
    const float *weights, int columns, int depth, const float *panel, int line, int apart, float *sums, int some, bool begun,
    const int vectors) {
  int r = 0;
#if WEIGHT_ROWS > 1
  for (; r + WEIGHT_ROWS <= some; r += WEIGHT_ROWS, weights += WEIGHT_ROWS * (size_t)columns, sums += WEIGHT_ROWS * vectors * LANES)
    add_rows(weights, columns, depth, panel, line, apart, sums, begun, WEIGHT_ROWS, vectors);
#endif
  for (; r < some; r++, weights += columns, sums += vectors * LANES)
    add_rows(weights, columns, depth, panel, line, apart, sums, begun, 1, vectors);
}

APART void add_signed(
    const float *weights, int columns, int depth, const float *panel, int line, int apart, float *sums, int some, bool begun, int width) {
  BY_WIDTH(width, add_weights, weights, columns, depth, panel, line, apart, sums, some, begun);
}

/* Lays the positive and the negative values of a panel's lines of `half` places side by side and, in lines of three, the positive ones again behind them. */
APART void part_by_sign(float *panel, int depth, int half, int line) {
  for (const float *end = panel + (size_t)depth * line; panel < end; panel += line)
    for (int i = 0; i < half; i += LANES) {
      const int some = half - i;
      const W(floats) value = W(load_some)(panel + i, some);
      const W(floats) positive = W(higher)(W(splat)(0), value);
      W(store_some)(panel + i, some, positive);
      W(store_some)(panel + half + i, some, W(lower)(W(splat)(0), value));
      if (line > 2 * half) W(store_some)(panel + 2 * half + i, some, positive);
    }
}

/* Some rows of x, which are multiplied together, and the columns and rows of the matrix of weights that are wanted. */
struct block {
  int count, width, inner, columns;
};

/* Sums of a block of places without negative values, for `some` columns from one on: sums[c][kinds][width], the positive ones or both. */
APART void sum_listed(const float *x, const uint32_t *lists, float *room, float *sums, struct block of, int begin, int some, int kinds) {
  for (int first = 0; first < of.inner; first += LISTED) {
    const int depth = least(LISTED, of.inner - first), step = 2 * (depth + 1), width = of.width;
    if (of.count < width) clear(room, sizeof *room * width * depth);
    transpose(x + first, of.inner, room, width, of.count, depth);
    add_sorted(lists + (size_t)begin * step, step, room, sums, some, first > 0, kinds, width);
    lists += (size_t)of.columns * step;
  }
}

/* The same of values of any sign, given weights [columns, inner]: sums[c][2][width / 2], or the positive ones, sums[c][width]. */
APART void sum_mixed(const float *x, const float *weights, float *room, float *sums, struct block of, int begin, int some, int kinds) {
  const int half = of.width / kinds, line = (kinds + 1) * half, most_depth = kinds > 1 ? OF_THREE : OF_TWO;
  weights += (size_t)begin * of.inner;
  for (int first = 0; first < of.inner; first += most_depth) {
    const int depth = least(most_depth, of.inner - first);
    if (of.count < half) clear(room, sizeof *room * line * depth);
    transpose(x + first, of.inner, room, line, of.count, depth);
    part_by_sign(room, depth, half, line);
    add_signed(weights + first, of.inner, depth, room, line, half, sums, some, first > 0, of.width);
  }
}

/* A block from a place on, of up to `most` places. */
ALWAYS struct block block_at(int place, int places, int inner, int columns, bool is_mixed) {
  const int count = least(is_mixed ? TOGETHER / 2 : TOGETHER, places - place);
  return (struct block){count, width_for(is_mixed ? 2 * count : count), inner, columns};
}

/* Writes sums of some columns of a block to its rows, [2, columns]. */
ALWAYS void write_sums(const float *sums, float *out, struct block of, int lanes, int some) {
  transpose(sums, 2 * lanes, out, 2 * of.columns, some, of.count);
  transpose(sums + lanes, 2 * lanes, out + of.columns, 2 * of.columns, some, of.count);
}

/*
 * The sums of the positive and of the negative products of `some` columns of a matrix of weights and each of `places` rows of x: out[m, j] and
 * out[m, columns + j]. Without negative values in x the weights are sorted by sign; mixed, they are as they are, [columns, inner].
 */
SMALL void signed_sums(
    const float *x, const void *weights, float *out, float *room, int places, int inner, int columns, int begin, int some, bool is_mixed) {
  room = aligned(room);
  for (int m = 0; m < places;) {
    const struct block of = block_at(m, places, inner, columns, is_mixed);
    if (is_mixed) sum_mixed(x, weights, room, room + PANEL_SIZE, of, begin, some, 2);
    else sum_listed(x, weights, room, room + PANEL_SIZE, of, begin, some, 2);
    write_sums(room + PANEL_SIZE, out + begin, of, is_mixed ? of.width / 2 : of.width, some);
    m += of.count, x += (size_t)of.count * inner, out += (size_t)of.count * 2 * columns;
  }
}

/* out = x · share, or x · other for negative x. */
ALWAYS void times_share(const float *x, const float *other, float *out, int count) {
  for (int i = 0; i < count; i += LANES) {
    const int some = count - i;
    const W(floats) value = W(load_some)(x + i, some), share = W(load_some)(out + i, some);
    W(store_some)(out + i, some, value * W(choose)(value < 0, W(load_some)(other + i, some), share));
  }
}

/* Multiplies `some` values of each row of a block by the sums of what was distributed to them, sums[i][2][width / 2] where they are mixed. */
APART void write_shares(const float *sums, float *others, const float *x, float *out, struct block of, bool is_mixed, int some) {
  transpose(sums, of.width, out, of.inner, some, of.count);
  if (is_mixed) transpose(sums + of.width / 2, of.width, others, some, some, of.count);
  for (int i = 0; i < of.count; i++, x += of.inner, out += of.inner)
    times_share(x, is_mixed ? others + (size_t)i * some : out, out, some);
}

/*
 * Distributes shares [places, 2, columns] of the positive and of the negative products along them, to `some` of the values of each row of x:
 * out = x times the sum over the weights [inner, columns] of each weight and the share of its product's sign. `is_mixed` says that x has
 * negative values.
 */
SMALL void signed_shares(
    const float *shares, const float *weights, const float *x, float *out, float *room, int places, int inner, int columns, int is_mixed,
    int begin, int some) {
  room = aligned(room);
  float *sums = room + PANEL_SIZE, *others = sums + (size_t)some * TOGETHER;
  const int most_depth = is_mixed ? OF_THREE : OF_TWO;
  weights += (size_t)begin * columns;
  for (int m = 0; m < places;) {
    const struct block of = block_at(m, places, inner, columns, is_mixed);
    const int lanes = is_mixed ? of.width / 2 : of.width, line = (is_mixed ? 3 : 2) * lanes;
    for (int first = 0; first < columns; first += most_depth) {
      const int depth = least(most_depth, columns - first);
      if (of.count < lanes) clear(room, sizeof *room * line * depth);
      transpose(shares + first, 2 * (size_t)columns, room, line, of.count, depth);
      transpose(shares + columns + first, 2 * (size_t)columns, room + lanes, line, of.count, depth);
      if (is_mixed) transpose(shares + first, 2 * (size_t)columns, room + 2 * lanes, line, of.count, depth);
      add_signed(weights + first, columns, depth, room, line, lanes, sums, some, first > 0, of.width);
    }
    write_shares(sums, others, x + begin, out + begin, of, is_mixed, some);
    m += of.count, x += (size_t)of.count * inner, out += (size_t)of.count * inner, shares += (size_t)of.count * 2 * columns;
  }
}
