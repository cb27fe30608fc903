/* Sums and passes over the rows of a matrix. */
#include "vector.h"

/* out[r, c] = x[r, c] + bias[c]. */
APART void add_to_rows(const float *x, const float *bias, float *out, int rows, int columns) {
  for (int r = 0; r < rows; r++, x += columns, out += columns)
    for (int c = 0; c < columns; c += LANES)
      W(store_some)(out + c, columns - c, W(load_some)(x + c, columns - c) + W(load_some)(bias + c, columns - c));
}

/* Σ_r x[r, c] and, given `squares`, Σ_r x[r, c]², summed in float64, for the first `some` columns of a matrix. */
ALWAYS void sums_of(const float *x, float *sums, float *squares, int rows, int columns, int some) {
  for (int c = 0; c < some; c += LANES) {
    W(doubles) sum = {0}, square = {0};
    const float *at = x + c;
    for (int r = 0; r < rows; r++, at += columns) {
      const W(doubles) value = W(widened)(W(load_some)(at, some - c));
      sum += value;
      if (squares) square += value * value;
    }
    W(store_some)(sums + c, some - c, W(narrowed)(sum));
    if (squares) W(store_some)(squares + c, some - c, W(narrowed)(square));
  }
}

/* out[c] = Σ_r x[r, c], summed in float64. */
APART void sum_rows(const float *x, float *out, int rows, int columns) { sums_of(x, out, NULL, rows, columns, columns); }

/* Σ_r x[r, c] and then Σ_r x[r, c]², summed in float64, for the first `some` columns of a matrix. */
APART void sum_moments(const float *x, float *out, int rows, int columns, int some) {
  sums_of(x, out, out + columns, rows, columns, some);
}
