/* Products that skip zeros, and those of matrices of 0 and 1. */
#include "vector.h"

/* An entry of a list: where its row of the other matrix begins, in bytes, and the value. */
struct entry {
  uint32_t row;
  float value;
};

/* Appends an entry to a list unless its value is 0. Returns the end of the list. */
ALWAYS struct entry *listed(struct entry *list, float value, uint32_t row) {
  *list = (struct entry){row, value};
  return list + (value != 0);
}

/* Lists the values of a row that are not 0. */
static struct entry *list_row(const float *row, int inner, uint32_t step, struct entry *list) {
  for (int k = 0; k < inner; k++) list = listed(list, row[k], k * step);
  return list;
}

/* out = start + Σ value · b[row] over the entries of a list, for `vectors` vectors of columns, of the last of which `some` are there. */
ALWAYS void add_listed(
    const struct entry *list, const struct entry *end, const float *b, const float *start, float *out, const int vectors, int some) {
  W(floats) sums[8];
#pragma GCC unroll 8
  for (int v = 0; v < vectors; v++) sums[v] = W(load_some)(start + v * LANES, v + 1 < vectors ? LANES : some);
  for (; list < end; list++) {
    const float *row = further(b, list->row);
#pragma GCC unroll 8
    for (int v = 0; v < vectors; v++)
      sums[v] = sums[v] + W(splat)(list->value) * W(load_some)(row + v * LANES, v + 1 < vectors ? LANES : some);
  }
#pragma GCC unroll 8
  for (int v = 0; v < vectors; v++) W(store_some)(out + v * LANES, v + 1 < vectors ? LANES : some, sums[v]);
}

/* The same for any number of columns. */
APART void add_row(const struct entry *list, const struct entry *end, const float *b, const float *start, float *out, int columns) {
  int c = 0;
  for (; c + 8 * LANES <= columns; c += 8 * LANES) add_listed(list, end, b + c, start + c, out + c, 8, LANES);
  for (; c + 2 * LANES <= columns; c += 2 * LANES) add_listed(list, end, b + c, start + c, out + c, 2, LANES);
  for (; c < columns; c += LANES) add_listed(list, end, b + c, start + c, out + c, 1, least(LANES, columns - c));
}

/*
 * out = (a + 1 baseᵀ) b for a [rows, inner] with many zeros, which are skipped. `list` has room for 2 inner values and two more, `start` for a
 * row of the result.
 */
APART void sparse_product(
    const float *a, const float *base, const float *b, float *out, struct entry *list, float *start, int rows, int columns, int inner) {
  const uint32_t step = sizeof *b * columns;
  clear(start, step);
  add_row(list, list_row(base, inner, step, list), b, start, start, columns);
  for (int r = 0; r < rows; r++, a += inner, out += columns) add_row(list, list_row(a, inner, step, list), b, start, out, columns);
}

/*
 * out = (a + 1 baseᵀ)ᵀ b for the first `some` columns of a [rows, inner] with many zeros, which are skipped. `lists` has room for 8 rows + 2
 * values and `sums` for a row of b.
 */
APART void sparse_transposed_product(
    const float *a, const float *base, const float *b, float *out, struct entry *lists, float *sums, int rows, int columns, int inner,
    int some) {
  const uint32_t step = sizeof *b * columns;
  sum_rows(b, sums, rows, columns);
  for (int i = 0; i < some; i += 4) {
    const int count = least(4, some - i);
    struct entry *ends[4];
    for (int lane = 0; lane < 4; lane++) ends[lane] = lists + (size_t)lane * rows;
    const float *from = a + i;
    for (int r = 0; r < rows; r++, from += inner) {
      const four_floats values = four_load_some(from, count);
      const four_ints there = values != 0;
      if (!(there[0] | there[1] | there[2] | there[3])) continue;
      for (int lane = 0; lane < 4; lane++) ends[lane] = listed(ends[lane], values[lane], r * step);
    }
    for (int lane = 0; lane < count; lane++) {
      float *to = out + (size_t)(i + lane) * columns;
      for (int c = 0; c < columns; c += LANES)
        W(store_some)(to + c, columns - c, base[i + lane] * W(load_some)(sums + c, columns - c));
      add_row(lists + (size_t)lane * rows, ends[lane], b, to, to, columns);
    }
  }
}

/* Columns of a panel of `binary_product`, which are summed together. */
#define WIDE 16
#define VECTORS (WIDE / LANES)

/* Copies up to 16 rows of b into a panel, transposed, so that each becomes a column; missing ones are 0. */
APART void pack_columns(const float *b, float *panel, int inner, int count) {
  if (count < WIDE) clear(panel, sizeof *panel * inner * WIDE);
  for (int c = 0; c < count; c += 4)
    pack_four(b + (size_t)c * inner, panel + c, count - c, inner, sizeof *b * inner, sizeof *b, WIDE);
}

/* For each group of four rows of the panel, the sums of all sixteen subsets of them. */
APART void sum_choices(const float *panel, float *choices, int groups) {
  for (int g = 0; g < groups; g++, panel += 4 * WIDE, choices += 16 * WIDE) {
    clear(choices, sizeof *choices * WIDE);
    for (int choice = 1; choice < 16; choice++) {
      const float *without = choices + (choice & (choice - 1)) * WIDE, *row = panel + __builtin_ctz(choice) * WIDE;
      for (int v = 0; v < WIDE; v += LANES) W(store)(choices + choice * WIDE + v, W(load)(without + v) + W(load)(row + v));
    }
  }
}

/* The sums that the codes of `many` rows, `line` codes apart, choose, added to those of the base. */
ALWAYS void add_chosen(
    const uint32_t *codes, int line, const float *choices, const W(floats) *base, float *out, int columns, int count, const int many) {
  W(floats) sums[4][VECTORS];
#pragma GCC unroll 4
  for (int m = 0; m < many; m++)
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; v++) sums[m][v] = base[v];
  for (int g = 0; g < line; g++)
#pragma GCC unroll 4
    for (int m = 0; m < many; m++) {
      const float *chosen = further(choices, codes[(size_t)m * line + g]);
#pragma GCC unroll 4
      for (int v = 0; v < VECTORS; v++) sums[m][v] += W(load)(chosen + v * LANES);
    }
#pragma GCC unroll 4
  for (int m = 0; m < many; m++)
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; v++)
      if (count > v * LANES) W(store_some)(out + (size_t)m * columns + v * LANES, count - v * LANES, sums[m][v]);
}

/*
 * The first `some` columns of out = (a + 1 baseᵀ) bᵀ where all values of a [rows, inner] are 0 or 1, from sums of all subsets of four rows (the
 * method of the four Russians): four values of a, as a number from 0 to 15, say which of the sums is meant.
 * Buffers, with g = inner / 4 rounded up: `codes` has room for g (rows + 1) values, `panel` for 64 g and `choices` for 256 g.
 */
APART void binary_product(
    const float *a, const float *base, const float *b, float *out, uint32_t *codes, float *panel, float *choices, int rows, int columns,
    int inner, int some) {
  const int groups = (inner + 3) / 4;
  uint32_t *code = codes;
  for (int r = 0; r < rows; r++, a += inner)
    for (int g = 0; g < groups; g++) {
      uint32_t bits = 0;
      for (int k = 0; k < least(4, inner - 4 * g); k++) bits |= (uint32_t)(a[4 * g + k] != 0) << k;
      *code++ = (g * 16 + bits) * WIDE * (uint32_t)sizeof *choices;
    }
  clear(panel, sizeof *panel * groups * 4 * WIDE);
  for (int c = 0; c < some; c += WIDE) {
    const int count = least(WIDE, some - c);
    pack_columns(b + (size_t)c * inner, panel, inner, count);
    sum_choices(panel, choices, groups);
    W(floats) sums[VECTORS] = {{0}};
    for (int k = 0; k < inner; k++)
      for (int v = 0; v < VECTORS; v++) sums[v] += base[k] * W(load)(panel + k * WIDE + v * LANES);
    int r = 0;
    for (; r + 4 <= rows; r += 4)
      add_chosen(codes + (size_t)r * groups, groups, choices, sums, out + (size_t)r * columns + c, columns, count, 4);
    for (; r < rows; r++)
      add_chosen(codes + (size_t)r * groups, groups, choices, sums, out + (size_t)r * columns + c, columns, count, 1);
  }
}
