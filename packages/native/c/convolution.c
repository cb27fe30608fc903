/* Convolutions over NHWC images. */
#include "vector.h"

/* Pixels of a row that are summed together. */
#if LANES == 16 || LEVEL_NEON
#define PIXELS 12
#elif LANES == 8
#define PIXELS 6
#else
#define PIXELS 4
#endif

/* What a tile of a convolution needs to know of it. Steps are in bytes: to the next pixel's window, line of a window and run of a line. */
struct windows {
  size_t step, line, apart, feature;
  int window_height, runs, run;
};

/* Sums for `many` pixels of a row and `vectors` vectors of features, of the last of which `some` are there. */
ALWAYS void convolution_tile(
    const float *corner, const float *panel, const float *bias, float *out, struct windows of, const int many, const int vectors, int some) {
  W(floats) sums[PIXELS][2];
  const int last = vectors - 1, wide = vectors * LANES;
  W(floats) start[2] = {{0}, {0}};
  if (bias) {
    if (last) start[0] = W(load)(bias);
    start[last] = W(load_some)(bias + last * LANES, some);
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
        const W(floats) first = W(load)(panel), second = W(load)(panel + last * LANES);
#pragma GCC unroll 12
        for (int m = 0; m < many; m++) {
          const W(floats) s = W(splat)(*further(p, m * of.step));
          if (last) sums[m][0] = W(multiply_add)(s, first, sums[m][0]);
          sums[m][last] = W(multiply_add)(s, second, sums[m][last]);
        }
      }
    }
  }
#pragma GCC unroll 12
  for (int m = 0; m < many; m++, out = onward(out, of.feature)) {
    if (last) W(store)(out, sums[m][0]);
    W(store_some)(out + last * LANES, some, sums[m][last]);
  }
}

static void tiles_of_row(
    const float *corner, const float *panel, const float *bias, float *out, struct windows of, int width, const int vectors, int some) {
  int c = 0;
#define TILES(many) \
  for (; c + (many) <= width; c += (many), corner = further(corner, (many) * of.step), out = onward(out, (many) * of.feature)) { \
    if (vectors == 2) convolution_tile(corner, panel, bias, out, of, many, 2, some); \
    else convolution_tile(corner, panel, bias, out, of, many, 1, some); \
  }
  TILES(PIXELS)
#if PIXELS > 4
  TILES(PIXELS == 12 ? 4 : 3)
#endif
  TILES(1)
#undef TILES
}

/*
 * A convolution without margins, in tiles of pixels of a row by features; each sum starts with the bias and is taken in the order of the
 * filter. `panel` is a buffer for 32 features of the whole filter; `bias` is NULL where there is none.
 */
static void convolution(
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
  for (int f = 0; f < features; f += 2 * LANES) {
    const int count = least(2 * LANES, features - f), vectors = count > LANES ? 2 : 1, some = count - (vectors - 1) * LANES;
    for (int k = 0; k < taps; k++) {
      const float *from = filter + (size_t)k * features + f;
      float *to = panel + k * vectors * LANES;
      if (vectors == 2) W(store)(to, W(load)(from));
      W(store)(to + (vectors - 1) * LANES, W(load_some)(from + (vectors - 1) * LANES, some));
    }
    for (int n = 0; n < batch; n++)
      for (int r = 0; r < out_height; r++) {
        const float *corner = further(x, ((size_t)n * height + r * stride_height) * line);
        float *to = out + ((size_t)n * out_height + r) * out_width * features + f;
        tiles_of_row(corner, panel, bias ? bias + f : NULL, to, of, out_width, vectors, some);
      }
  }
}

/* Places of a window's row whose gradients are summed together. */
#if LANES == 16 || LEVEL_NEON
#define PLACES 10
#else
#define PLACES 5
#endif

/* The rows of one image and of the gradient that arrives there, and how far apart in bytes things are. */
struct gradient_rows {
  const float *x, *dy;
  size_t step, line, feature, out_line;
  int begin, end, first, stride, height, out_width;
};

/* Adds to `many` places of the filter's row the gradients of up to `vectors` vectors of features. */
ALWAYS void filter_tile(struct gradient_rows of, float *dw, const int many, const int vectors, int some) {
  W(floats) sums[PLACES][2];
  const int last = vectors - 1;
#pragma GCC unroll 10
  for (int t = 0; t < many; t++) sums[t][0] = sums[t][last] = W(splat)(0);
  for (int r = of.begin; r < of.end; r++) {
    const int y = of.first + r * of.stride;
    if (y < 0 || y >= of.height) continue;
    const float *p = further(of.x, y * of.line), *q = further(of.dy, r * of.out_line);
    for (int c = 0; c < of.out_width; c++, p = further(p, of.step), q = further(q, of.feature)) {
      const W(floats) u = W(load_some)(q, last ? LANES : some), v = last ? W(load_some)(q + LANES, some) : u;
#pragma GCC unroll 10
      for (int t = 0; t < many; t++) {
        const W(floats) s = W(splat)(p[t]);
        if (last) sums[t][0] = W(multiply_add)(s, u, sums[t][0]);
        sums[t][last] = W(multiply_add)(s, v, sums[t][last]);
      }
    }
  }
#pragma GCC unroll 10
  for (int t = 0; t < many; t++, dw = onward(dw, of.feature)) {
    if (last) W(store)(dw, W(load)(dw) + sums[t][0]);
    W(store_some)(dw + last * LANES, some, W(load_some)(dw + last * LANES, some) + sums[t][last]);
  }
}

static void filter_tiles(struct gradient_rows of, float *dw, int run, const int vectors, int some) {
  int t = 0;
#define TILES(many) \
  for (; t + (many) <= run; t += (many), of.x += (many), dw = onward(dw, (many) * of.feature)) { \
    if (vectors == 2) filter_tile(of, dw, many, 2, some); \
    else filter_tile(of, dw, many, 1, some); \
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
static void filter_gradient(
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
        for (int f = 0; f < features; f += 2 * LANES) {
          const int count = least(2 * LANES, features - f), vectors = count > LANES ? 2 : 1;
          of.x = further(x, (size_t)n * height * of.line);
          of.dy = further(dy, (size_t)n * out_height * of.out_line) + f;
          filter_tiles(of, dw + (size_t)i * run * features + f, run, vectors, count - (vectors - 1) * LANES);
        }
      }
    }
}

/* Copies each feature of one image into a plane of its own, with zeros on its left and right. */
static void spread_planes(const float *dy, float *planes, int out_height, int out_width, int features, size_t stride, size_t left) {
  clear(planes, (size_t)out_height * features * stride);
  const size_t plane = out_height * stride;
  for (int r = 0; r < out_height; r++) {
    float *to = onward(planes, r * stride + left);
    for (int c = 0; c < out_width; c++, to++) {
      float *at = to;
      for (int f = 0; f < features; f++, dy++, at = onward(at, plane)) *at = *dy;
    }
  }
}

/*
 * Lays the filter's weights out for two rows of pixels that are computed together. Of one row of a plane the upper row of pixels takes the
 * weights of row i - 1 of the window, and the lower one those of row i: they lie side by side, 0 where the window has no such row.
 */
static void pair_weights(const float *filter, float *pairs, int features, int window_height, int window_width) {
  const size_t row = (size_t)window_width * features;
  for (int i = 0; i <= window_height; i++)
    for (int f = 0; f < features; f++)
      for (int j = 0; j < window_width; j++, pairs += 2) {
        const size_t lower = i * row + (size_t)j * features + f;
        pairs[0] = i > 0 ? filter[lower - row] : 0;
        pairs[1] = i < window_height ? filter[lower] : 0;
      }
}

/* Sums of the windows of two rows of `vectors` vectors of pixels. */
ALWAYS void plane_tile(
    const float *from, const float *pairs, float *upper, float *lower, size_t line, size_t plane, int rows, int features, int window_width,
    const int vectors) {
  W(floats) above[4] = {{0}}, below[4] = {{0}};
  for (int i = 0; i < rows; i++, from = (const float *)((const char *)from - line)) {
    const float *row = from;
    for (int f = 0; f < features; f++, row = further(row, plane)) {
      const float *p = row;
      for (int j = 0; j < window_width; j++, p--, pairs += 2) {
        const W(floats) s = W(splat)(pairs[0]), t = W(splat)(pairs[1]);
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) {
          const W(floats) value = W(load)(p + v * LANES);
          above[v] = W(multiply_add)(s, value, above[v]);
          below[v] = W(multiply_add)(t, value, below[v]);
        }
      }
    }
  }
#pragma GCC unroll 4
  for (int v = 0; v < vectors; v++) {
    W(store)(upper + v * LANES, above[v]);
    W(store)(lower + v * LANES, below[v]);
  }
}

/*
 * The gradient of a convolution of stride 1 with respect to an image of one channel, pixels of two rows at a time. `room` is a buffer for the
 * planes of one image, whose rows take `stride` bytes; for two rows of the result, each rounded up to a multiple of sixteen; and for two weights
 * of each feature and each pixel of a window with one row more.
 */
static void plane_gradient(
    const float *dy, const float *filter, float *dx, float *room, int batch, int height, int width, int out_height, int out_width,
    int features, int window_height, int window_width, int pad_top, int pad_left, int stride) {
  const size_t line = stride, plane = out_height * line;
  const int wide = (width + 15) & ~15;
  float *upper = onward(room, features * plane), *lower = upper + wide, *pairs = lower + wide;
  const int pair_row = 2 * features * window_width;
  const size_t left = sizeof *dy * (window_width - 1 - pad_left);
  pair_weights(filter, pairs, features, window_height, window_width);
  for (int n = 0; n < batch; n++, dy += (size_t)out_height * out_width * features) {
    spread_planes(dy, room, out_height, out_width, features, line, left);
    for (int y = 0; y < height; y += 2) {
      const int below = y + 1 + pad_top;
      const int first = most(0, below - out_height + 1), end = least(window_height + 1, below + 1);
      const float *from = further(room, (below - first) * line) + window_width - 1;
      const float *weights = pairs + (size_t)first * pair_row;
      int x = 0;
#define TILES(vectors) \
  for (; x + (vectors) * LANES <= wide; x += (vectors) * LANES) \
    plane_tile(from + x, weights, upper + x, lower + x, line, plane, end - first, features, window_width, vectors);
      TILES(4)
      TILES(2)
      TILES(1)
#undef TILES
      __builtin_memcpy(dx, upper, sizeof *dx * width);
      dx += width;
      if (y + 1 == height) break;
      __builtin_memcpy(dx, lower, sizeof *dx * width);
      dx += width;
    }
  }
}

static void add_run(const float *from, float *to, int length) {
  for (int i = 0; i < length; i += LANES) {
    const int some = length - i;
    W(store_some)(to + i, some, W(load_some)(to + i, some) + W(load_some)(from + i, some));
  }
}

/* Adds columns [n, h', w', kh, kw, c], the windows of a convolution, to the pixels [n, h, w, c] that they belong to: im2col backwards. */
static void add_columns(
    const float *columns, float *dx, int batch, int height, int width, int channels, int out_height, int out_width, int window_height,
    int window_width, int stride_height, int stride_width, int dilation_height, int dilation_width, int pad_top, int pad_left) {
  const size_t image = (size_t)height * width * channels, run = (size_t)window_width * channels;
  clear(dx, sizeof *dx * image * batch);
  for (int n = 0; n < batch; n++, dx += image)
    for (int r = 0; r < out_height; r++)
      for (int c = 0; c < out_width; c++) {
        const int x = c * stride_width - pad_left;
        for (int i = 0; i < window_height; i++, columns += run) {
          const int y = r * stride_height - pad_top + i * dilation_height;
          if (y < 0 || y >= height) continue;
          float *row = dx + (size_t)y * width * channels;
          if (dilation_width == 1) {
            const int low = most(0, -x), high = least(window_width, width - x);
            if (high > low) add_run(columns + (size_t)low * channels, row + (size_t)(x + low) * channels, (high - low) * channels);
            continue;
          }
          for (int j = 0; j < window_width; j++) {
            const int at = x + j * dilation_width;
            if (at >= 0 && at < width) add_run(columns + (size_t)j * channels, row + (size_t)at * channels, channels);
          }
        }
      }
}
