/* Max-pooling over NHWC images, and its gradient. */
#include "vector.h"

/* Images, windows and steps of a pooling, as the kernels are given them. */
struct pooling {
  int batch, height, width, channels, out_height, out_width;
  int window_height, window_width, stride_height, stride_width, pad_top, pad_left;
};

/* A window's first pixel and its size within the image. */
struct window {
  size_t start;
  int rows, columns;
};

ALWAYS struct window window_of(const struct pooling *of, int n, int r, int c) {
  const int top = most(0, r * of->stride_height - of->pad_top), left = most(0, c * of->stride_width - of->pad_left);
  const int bottom = least(of->height, r * of->stride_height - of->pad_top + of->window_height);
  const int right = least(of->width, c * of->stride_width - of->pad_left + of->window_width);
  return (struct window){(((size_t)n * of->height + top) * of->width + left) * of->channels, bottom - top, right - left};
}

/* The maxima of `some` channels in a window, in the order in which WebAssembly takes them. */
ALWAYS W(floats) largest_of(const float *x, struct window in, size_t line, int pixel, int some) {
  const float *row = x + in.start;
  W(floats) largest = W(load_some)(row, some);
  if (in.rows == 2 && in.columns == 2) {
    const W(floats) below = W(largest)(W(load_some)(row + line, some), W(load_some)(row + line + pixel, some));
    return W(largest)(W(largest)(largest, W(load_some)(row + pixel, some)), below);
  }
  for (int i = 0; i < in.rows; i++, row += line)
    for (int j = 0; j < in.columns; j++) largest = W(largest)(largest, W(load_some)(row + (size_t)j * pixel, some));
  return largest;
}

/* Max-pooling. */
APART void max_pool(const float *x, float *out, struct pooling of) {
  for (int n = 0; n < of.batch; n++)
    for (int r = 0; r < of.out_height; r++)
      for (int c = 0; c < of.out_width; c++, out += of.channels) {
        const struct window in = window_of(&of, n, r, c);
        for (int k = 0; k < of.channels; k += LANES) {
          const int some = of.channels - k;
          W(store_some)(out + k, some, largest_of(x + k, in, (size_t)of.width * of.channels, of.channels, some));
        }
      }
}

#define FOR_EACH_WIDTH "pooling_tiles.h"
#include "by_features.h"

/* The gradient of max-pooling: all of it goes to the first maximum of each window. */
APART void max_pool_gradient(const float *x, const float *dy, float *dx, struct pooling of) {
  BY_FEATURES(max_pool_gradient, of.channels)(x, dy, dx, of);
}
