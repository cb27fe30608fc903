/* The gradient of max-pooling, included for vectors of L lanes of the family V(name), with T(name) for the names of the functions. */

/*
 * Gives the gradients of `some` channels of a window to its first maxima. Where windows do not overlap, nothing is read of the result, since what
 * was just written beside it would have to reach memory first.
 */
ALWAYS void T(give_to_first)(
    const float *x, float *dx, V(floats) value, struct window in, size_t line, int pixel, int some, int stored, bool overlap) {
  const float *row = x + in.start;
  V(floats) largest = V(load_some)(row, some);
  V(ints) best = V(splat_ints)(0);
  int tap = 0;
  for (int i = 0; i < in.rows; i++, row += line)
    for (int j = 0; j < in.columns; j++, tap++) {
      const V(floats) candidate = V(load_some)(row + (size_t)j * pixel, some);
      const V(ints) more = candidate > largest;
      largest = V(choose)(more, candidate, largest);
      best = (more & tap) | (~more & best);
    }
  float *to = dx + in.start;
  tap = 0;
  for (int i = 0; i < in.rows; i++, to += line)
    for (int j = 0; j < in.columns; j++, tap++) {
      float *here = to + (size_t)j * pixel;
      const V(floats) taken = V(of_bits)(V(bits)(value) & (best == tap));
      V(store_some)(here, stored, (overlap ? V(load_some)(here, some) : V(splat)(0)) + taken);
    }
}

/* The same for a window of two by two that overlaps with none. */
ALWAYS void T(give_to_first_of_four)(
    const float *x, float *dx, V(floats) value, size_t start, size_t line, int pixel, int some, int stored) {
  const size_t places[] = {start, start + pixel, start + line, start + line + pixel};
  V(floats) largest = V(load_some)(x + start, some);
  V(ints) best = V(splat_ints)(0);
#pragma GCC unroll 4
  for (int tap = 1; tap < 4; tap++) {
    const V(floats) candidate = V(load_some)(x + places[tap], some);
    const V(ints) more = candidate > largest;
    largest = V(choose)(more, candidate, largest);
    best = (more & tap) | (~more & best);
  }
#pragma GCC unroll 4
  for (int tap = 0; tap < 4; tap++)
    V(store_some)(dx + places[tap], stored, V(splat)(0) + V(of_bits)(V(bits)(value) & (best == tap)));
}

/* The gradient of max-pooling: all of it goes to the first maximum of each window. */
APART void T(max_pool_gradient)(const float *x, const float *dy, float *dx, struct pooling of) {
  clear(dx, sizeof *dx * of.width * of.channels * of.height * of.batch);
  const bool overlap = of.window_height > of.stride_height || of.window_width > of.stride_width;
  const size_t line = (size_t)of.width * of.channels;
  // A whole vector is stored faster than a part of one; what is too much of it, the next windows overwrite, where they lie side by side.
  const int pixels = !overlap && of.window_width == of.stride_width && of.pad_left == 0 && of.channels < L
                         ? least(of.width, of.out_width * of.window_width)
                         : 0;
  for (int n = 0; n < of.batch; n++)
    for (int r = 0; r < of.out_height; r++)
      for (int c = 0; c < of.out_width; c++, dy += of.channels) {
        const struct window in = window_of(&of, n, r, c);
        for (int k = 0; k < of.channels; k += L) {
          const int some = of.channels - k;
          const int stored = (pixels - (c + 1) * of.window_width + 1) * of.channels >= L ? L : some;
          const V(floats) value = V(load_some)(dy + k, some);
          if (!overlap && in.rows == 2 && in.columns == 2)
            T(give_to_first_of_four)(x + k, dx + k, value, in.start, line, of.channels, some, stored);
          else T(give_to_first)(x + k, dx + k, value, in, line, of.channels, some, stored, overlap);
        }
      }
}
