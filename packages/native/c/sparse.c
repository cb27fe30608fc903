/* Products that skip zeros, and those of matrices of 0 and 1. */
#include "vector.h"

/* An entry of a list: where its row of the other matrix begins, in bytes, and the value. */
struct entry {
  uint32_t row;
  float value;
};

/* Lists the values of a row that are not 0. */
APART struct entry *list_row(const float *row, int inner, uint32_t step, struct entry *list) {
  for (int k = 0; k < inner; k += LANES)
    for (uint32_t there = W(others_than_zero)(W(load_some)(row + k, inner - k)); there; there &= there - 1) {
      const int at = k + __builtin_ctz(there);
      *list++ = (struct entry){at * step, row[at]};
    }
  return list;
}

/* Vectors of columns that are summed together: each sum waits for the one before. */
#if LANES == 16
#define MANY 7
#else
#define MANY 4
#endif

/* out = start + Σ value · b[row] over the entries of a list, for `vectors` vectors of columns, of the last of which `some` are there. */
ALWAYS void add_listed(
    const struct entry *list, const struct entry *end, const float *b, const float *start, float *out, const int vectors, int some) {
  W(floats) sums[MANY];
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
  for (; c + (MANY - 1) * LANES < columns; c += MANY * LANES)
    add_listed(list, end, b + c, start + c, out + c, MANY, least(LANES, columns - c - (MANY - 1) * LANES));
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
 * out = (a + 1 baseᵀ)ᵀ b for the first `some` columns of a [rows, inner] with many zeros, which are skipped. `lists` has room for 32 rows values
 * and `sums` for rows + 1 rows of b, each rounded up to lines of the caches, and 15 values more.
 */
APART void sparse_transposed_product(
    const float *a, const float *base, const float *b, float *out, struct entry *lists, float *sums, int rows, int columns, int inner,
    int some) {
  sum_rows(b, sums, rows, columns);
  const int line = (columns + 15) & ~15;
#if LANES > 4
  float *lines = aligned(sums + line);
  for (int r = 0; r < rows; r++, b += columns)
    for (int c = 0; c < columns; c += LANES) W(store)(lines + (size_t)r * line + c, W(load_some)(b + c, columns - c));
  b = lines;
  const uint32_t step = sizeof *b * line;
#else
  (void)line;
  const uint32_t step = sizeof *b * columns;
#endif
  for (int i = 0; i < some; i += LANES) {
    const int count = least(LANES, some - i);
    struct entry *ends[LANES];
    for (int lane = 0; lane < LANES; lane++) ends[lane] = lists + (size_t)lane * rows;
    const float *from = a + i;
    for (int r = 0; r < rows; r++, from += inner)
      for (uint32_t there = W(others_than_zero)(W(load_some)(from, count)); there; there &= there - 1) {
        const int lane = __builtin_ctz(there);
        *ends[lane]++ = (struct entry){r * step, from[lane]};
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
/* Rows that are summed together. */
#if LEVEL_SSE2
#define ROWS_TOGETHER 1
#else
#define ROWS_TOGETHER 4
#endif

/* Copies up to 16 rows of b into a panel, transposed, so that each becomes a column; missing ones are 0. */
APART void pack_columns(const float *b, float *panel, int inner, int count) {
  if (count < WIDE) clear(panel, sizeof *panel * inner * WIDE);
  for (int c = 0; c < count; c += 4)
    pack_four(b + (size_t)c * inner, panel + c, count - c, inner, sizeof *b * inner, sizeof *b, WIDE);
}

/* For each group of four rows of the panel, the sums of all sixteen subsets of them. */
APART void sum_choices(const float *panel, float *choices, int groups) {
  for (int g = 0; g < groups; g++, panel += 4 * WIDE, choices += 16 * WIDE)
    for (int v = 0; v < WIDE; v += LANES) {
      W(floats) sums[16] = {{0}};
      W(store)(choices + v, sums[0]);
#pragma GCC unroll 16
      for (int choice = 1; choice < 16; choice++) {
        sums[choice] = sums[choice & (choice - 1)] + W(load)(panel + __builtin_ctz(choice) * WIDE + v);
        W(store)(choices + choice * WIDE + v, sums[choice]);
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
 * Buffers, with g = inner / 4 rounded up: `codes` has room for g (rows + 1) values, `panel` for 64 g and `choices` for 256 g and 15 more.
 */
APART void binary_product(
    const float *a, const float *base, const float *b, float *out, uint32_t *codes, float *panel, float *choices, int rows, int columns,
    int inner, int some) {
  const int groups = (inner + 3) / 4;
  uint32_t *code = codes;
  choices = aligned(choices);
  for (int r = 0; r < rows; r++, a += inner)
    for (int g = 0; g < groups; g++)
      *code++ = (g * 16 + four_others_than_zero(four_load_some(a + 4 * g, inner - 4 * g))) * WIDE * (uint32_t)sizeof *choices;
  clear(panel, sizeof *panel * groups * 4 * WIDE);
  for (int c = 0; c < some; c += WIDE) {
    const int count = least(WIDE, some - c);
    pack_columns(b + (size_t)c * inner, panel, inner, count);
    sum_choices(panel, choices, groups);
    W(floats) sums[VECTORS] = {{0}};
    for (int k = 0; k < inner; k++)
      for (int v = 0; v < VECTORS; v++) sums[v] += base[k] * W(load)(panel + k * WIDE + v * LANES);
    int r = 0;
    for (; r + ROWS_TOGETHER <= rows; r += ROWS_TOGETHER)
      add_chosen(codes + (size_t)r * groups, groups, choices, sums, out + (size_t)r * columns + c, columns, count, ROWS_TOGETHER);
    for (; r < rows; r++)
      add_chosen(codes + (size_t)r * groups, groups, choices, sums, out + (size_t)r * columns + c, columns, count, 1);
  }
}
