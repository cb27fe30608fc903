/*
 * Convolutions forward and the gradient of their filters, in tiles: included for vectors of L lanes of the family V(name), with T(name) for the
 * names of the functions. What is not a multiple of a tile is done by smaller ones.
 */

/* Sums for `many` pixels of a row and `vectors` vectors of features, of the last of which `some` are there. */
ALWAYS void T(convolution_tile)(
    const float *corner, const float *panel, const float *bias, float *out, struct windows of, const size_t step, const int many,
    const int vectors, int some) {
  V(floats) sums[PIXELS][2];
  const int last = vectors - 1, wide = vectors * L;
  V(floats) start[2] = {{0}, {0}};
  if (bias) {
    if (last) start[0] = V(load)(bias);
    start[last] = V(load_some)(bias + last * L, some);
  }
#pragma GCC unroll 12
  for (int m = 0; m < many; m++) {
    sums[m][0] = start[0];
    sums[m][last] = start[last];
  }
  for (int i = 0; i < of.window_height; i++, corner = further(corner, of.line)) {
    const float *begin = corner;
    for (int j = 0; j < of.runs; j++, begin = further(begin, of.apart)) {
      const float *p = begin;
      for (int t = 0; t < of.run; t++, p++, panel += wide) {
        const V(floats) first = V(load)(panel), second = V(load)(panel + last * L);
#pragma GCC unroll 12
        for (int m = 0; m < many; m++) {
          const V(floats) s = V(splat)(*further(p, m * step));
          if (last) sums[m][0] = V(multiply_add)(s, first, sums[m][0]);
          sums[m][last] = V(multiply_add)(s, second, sums[m][last]);
        }
      }
    }
  }
  // A whole vector is stored faster than a part of one; what is too much of it, the next pixels of the tile overwrite.
  const int overwriting = of.feature == some * sizeof *out ? (L + some - 1) / some : many + 1;
#pragma GCC unroll 12
  for (int m = 0; m < many; m++, out = onward(out, of.feature)) {
    if (last) V(store)(out, sums[m][0]);
    V(store_some)(out + last * L, many - m >= overwriting ? L : some, sums[m][last]);
  }
}

APART void T(tiles_of_row)(
    const float *corner, const float *panel, const float *bias, float *out, struct windows of, int width, const int vectors, int some) {
  int c = 0;
#define TILE(step, many, vectors) T(convolution_tile)(corner, panel, bias, out, of, step, many, vectors, some)
#define TILES(many) \
  for (; c + (many) <= width; c += (many), corner = further(corner, (many) * of.step), out = onward(out, (many) * of.feature)) { \
    if (L == LANES && vectors == 2) TILE(of.step, many, 2); \
    else if (L <= 8 && of.step == sizeof *corner) TILE(sizeof *corner, many, 1); \
    else TILE(of.step, many, 1); \
  }
  TILES(PIXELS)
#if PIXELS > 4
  TILES(PIXELS == 12 ? 4 : 2)
#endif
  TILES(1)
#undef TILE
#undef TILES
}

/*
 * A convolution without margins, in tiles of pixels of a row by features; each sum starts with the bias and is taken in the order of the
 * filter. `panel` is a buffer for 32 features of the whole filter; `bias` is NULL where there is none.
 */
APART void T(convolution)(
    const float *x, const float *filter, const float *bias, float *out, float *panel, int batch, int height, int width, int channels,
    int out_height, int out_width, int features, int window_height, int window_width, int stride_height, int stride_width,
    int dilation_height, int dilation_width) {
  const size_t pixel = sizeof *x * channels, line = pixel * width;
  const bool joined = dilation_width == 1;
  const struct windows of = {
      .step = pixel * stride_width,
      .line = line * dilation_height,
      .apart = pixel * dilation_width,
      .feature = sizeof *out * features,
      .window_height = window_height,
      .runs = joined ? 1 : window_width,
      .run = joined ? window_width * channels : channels,
  };
  const int taps = window_height * window_width * channels;
  for (int f = 0; f < features; f += 2 * L) {
    const int count = least(2 * L, features - f), vectors = count > L ? 2 : 1, some = count - (vectors - 1) * L;
    for (int k = 0; k < taps; k++) {
      const float *from = filter + (size_t)k * features + f;
      float *to = panel + k * vectors * L;
      if (vectors == 2) V(store)(to, V(load)(from));
      V(store)(to + (vectors - 1) * L, V(load_some)(from + (vectors - 1) * L, some));
    }
    for (int n = 0; n < batch; n++)
      for (int r = 0; r < out_height; r++) {
        const float *corner = further(x, ((size_t)n * height + r * stride_height) * line);
        float *to = out + ((size_t)n * out_height + r) * out_width * features + f;
        T(tiles_of_row)(corner, panel, bias ? bias + f : NULL, to, of, out_width, vectors, some);
      }
  }
}

/* Adds to `many` places of the filter's row the gradients of up to `vectors` vectors of features. */
ALWAYS void T(filter_tile)(struct gradient_rows of, float *dw, const int many, const int vectors, int some) {
  V(floats) sums[PLACES][2];
  const int last = vectors - 1;
#pragma GCC unroll 10
  for (int t = 0; t < many; t++) sums[t][0] = sums[t][last] = V(splat)(0);
  for (int r = of.begin; r < of.end; r++) {
    const int y = of.first + r * of.stride;
    if (y < 0 || y >= of.height) continue;
    const float *p = further(of.x, y * of.line), *q = further(of.dy, r * of.out_line);
    for (int c = 0; c < of.out_width; c++, p = further(p, of.step), q = further(q, of.feature)) {
      const V(floats) u = V(load_some)(q, last ? L : some), v = last ? V(load_some)(q + L, some) : u;
#pragma GCC unroll 10
      for (int t = 0; t < many; t++) {
        const V(floats) s = V(splat)(p[t]);
        if (last) sums[t][0] = V(multiply_add)(s, u, sums[t][0]);
        sums[t][last] = V(multiply_add)(s, v, sums[t][last]);
      }
    }
  }
#pragma GCC unroll 10
  for (int t = 0; t < many; t++, dw = onward(dw, of.feature)) {
    if (last) V(store)(dw, V(load)(dw) + sums[t][0]);
    V(store_some)(dw + last * L, some, V(load_some)(dw + last * L, some) + sums[t][last]);
  }
}

APART void T(filter_tiles)(struct gradient_rows of, float *dw, int run, const int vectors, int some) {
  int t = 0;
#define TILES(many) \
  for (; t + (many) <= run; t += (many), of.x += (many), dw = onward(dw, (many) * of.feature)) { \
    if (L == LANES && vectors == 2) T(filter_tile)(of, dw, many, 2, some); \
    else T(filter_tile)(of, dw, many, 1, some); \
  }
  TILES(PLACES)
#if PLACES > 5
  TILES(5)
#endif
  TILES(1)
#undef TILES
}

/*
 * The gradient of a convolution with respect to its filter, for windows that do not reach beyond the image on the left or right. A few rows of
 * one image are summed at a time, so that they stay in the cache, and several places of a window's row at once.
 */
APART void T(filter_gradient)(
    const float *x, const float *dy, float *dw, int batch, int height, int width, int channels, int out_height, int out_width,
    int features, int window_height, int window_width, int stride_height, int stride_width, int dilation_height, int pad_top,
    int rows_at_once) {
  const int run = window_width * channels;
  struct gradient_rows of = {
      .step = sizeof *x * stride_width * channels,
      .line = sizeof *x * width * channels,
      .feature = sizeof *x * features,
      .out_line = sizeof *x * features * out_width,
      .stride = stride_height,
      .height = height,
      .out_width = out_width,
  };
  clear(dw, of.feature * run * window_height);
  for (int n = 0; n < batch; n++)
    for (int begin = 0; begin < out_height; begin += rows_at_once) {
      of.begin = begin;
      of.end = least(out_height, begin + rows_at_once);
      for (int i = 0; i < window_height; i++) {
        of.first = i * dilation_height - pad_top;
        for (int f = 0; f < features; f += 2 * L) {
          const int count = least(2 * L, features - f), vectors = count > L ? 2 : 1;
          of.x = further(x, (size_t)n * height * of.line);
          of.dy = further(dy, (size_t)n * out_height * of.out_line) + f;
          T(filter_tiles)(of, dw + (size_t)i * run * features + f, run, vectors, count - (vectors - 1) * L);
        }
      }
    }
}
