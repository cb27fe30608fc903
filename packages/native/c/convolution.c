/* Convolutions over NHWC images. */
#include "vector.h"

/* Pixels of a row, and places of a window's row, that are summed together. */
#if LANES == 16 || LEVEL_NEON
#define PIXELS 12
#define PLACES 10
#elif LANES == 8
#define PIXELS 6
#define PLACES 5
#else
#define PIXELS 4
#define PLACES 5
#endif

/* What a tile of a convolution needs to know of it. Steps are in bytes: to the next pixel's window, line of a window and run of a line. */
struct windows {
  size_t step, line, apart, feature;
  int window_height, runs, run;
};

/* The rows of one image and of the gradient that arrives there, and how far apart in bytes things are. */
struct gradient_rows {
  const float *x, *dy;
  size_t step, line, feature, out_line;
  int begin, end, first, stride, height, out_width;
};

#define FOR_EACH_WIDTH "convolution_tiles.h"
#include "by_features.h"

/* See convolution_tiles.h. */
APART void convolution(
    const float *x, const float *filter, const float *bias, float *out, float *panel, int batch, int height, int width, int channels,
    int out_height, int out_width, int features, int window_height, int window_width, int stride_height, int stride_width,
    int dilation_height, int dilation_width) {
  BY_FEATURES(convolution, features)(
      x, filter, bias, out, aligned(panel), batch, height, width, channels, out_height, out_width, features, window_height, window_width,
      stride_height, stride_width, dilation_height, dilation_width);
}

/* See convolution_tiles.h. */
APART void filter_gradient(
    const float *x, const float *dy, float *dw, int batch, int height, int width, int channels, int out_height, int out_width,
    int features, int window_height, int window_width, int stride_height, int stride_width, int dilation_height, int pad_top,
    int rows_at_once) {
  BY_FEATURES(filter_gradient, features)(
      x, dy, dw, batch, height, width, channels, out_height, out_width, features, window_height, window_width, stride_height,
      stride_width, dilation_height, pad_top, rows_at_once);
}

/* Copies each feature of one image into a plane of its own, with zeros on its left and right. */
SMALL void spread_planes(const float *dy, float *planes, int out_height, int out_width, int features, size_t stride, size_t left) {
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
SMALL void pair_weights(const float *filter, float *pairs, int features, int window_height, int window_width) {
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
APART void plane_gradient(
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

APART void add_run(const float *from, float *to, int length) {
  for (int i = 0; i < length; i += LANES) {
    const int some = length - i;
    W(store_some)(to + i, some, W(load_some)(to + i, some) + W(load_some)(from + i, some));
  }
}

/* Adds columns [n, h', w', kh, kw, c], the windows of a convolution, to the pixels [n, h, w, c] that they belong to: im2col backwards. */
SMALL void add_columns(
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
