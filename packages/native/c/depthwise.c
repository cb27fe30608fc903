/* Depthwise convolutions, one filter for each channel, and what they pass back. */
#include "vector.h"

/* The first tap of a window that lies on the image, and the one after the last: those with 0 <= start + tap * dilation < length. */
ALWAYS int first_tap(int start, int dilation) { return start < 0 ? (dilation - 1 - start) / dilation : 0; }

ALWAYS int end_tap(int start, int dilation, int length, int taps) {
  return start >= length ? 0 : least(taps, (length - 1 - start) / dilation + 1);
}

/* Sums of `some` channels of `many` places of a row, `step` values apart, from `rows` by `taps` of their windows. */
ALWAYS void depthwise_places(
    const float *p, const float *w, const float *bias, float *out, int rows, int taps, int channels, size_t step, size_t apart,
    size_t down, size_t weight_row, const int many, int some) {
  W(floats) sums[4];
#pragma GCC unroll 4
  for (int m = 0; m < many; m++) sums[m] = bias ? W(load_some)(bias, some) : W(splat)(0);
  for (int i = 0; i < rows; i++, p += down, w += weight_row)
    for (int j = 0; j < taps; j++) {
      const W(floats) weight = W(load_some)(w + (size_t)j * channels, some);
#pragma GCC unroll 4
      for (int m = 0; m < many; m++) sums[m] = W(multiply_add)(weight, W(load_some)(p + j * apart + m * step, some), sums[m]);
    }
#pragma GCC unroll 4
  for (int m = 0; m < many; m++) W(store_some)(out + (size_t)m * channels, some, sums[m]);
}

/*
 * A depthwise convolution, one filter for each channel, of rows of one image from row `top` on; each sum starts with the bias and is taken in
 * the order of the filter. `bias` is NULL where there is none.
 */
APART void depthwise(
    const float *x, const float *filter, const float *bias, float *out, int top, int rows, int height, int width, int channels,
    int out_width, int window_height, int window_width, int stride_height, int stride_width, int dilation_height, int dilation_width,
    int pad_top, int pad_left) {
  const size_t line = (size_t)width * channels, step = (size_t)stride_width * channels, apart = (size_t)dilation_width * channels;
  const size_t down = line * dilation_height, weight_row = (size_t)window_width * channels;
  const int reach = (window_width - 1) * dilation_width;
  for (int r = top; r < top + rows; r++) {
    const int y = r * stride_height - pad_top;
    const int first = first_tap(y, dilation_height), end = end_tap(y, dilation_height, height, window_height);
    for (int c = 0; c < out_width;) {
      const int left = c * stride_width - pad_left;
      const bool whole = left >= 0 && c + 4 <= out_width && left + 3 * stride_width + reach < width;
      const int from = whole ? 0 : first_tap(left, dilation_width);
      const int taps = whole ? window_width : end_tap(left, dilation_width, width, window_width) - from;
      const int count = end - first, many = whole ? 4 : 1;
      // Where no tap lies on the image, there is nothing to read.
      const bool none = count <= 0 || taps <= 0;
      const float *p = none ? x : x + (y + first * dilation_height) * line + (size_t)(left + from * dilation_width) * channels;
      const float *w = none ? filter : filter + ((size_t)first * window_width + from) * channels;
      for (int k = 0; k < channels; k += LANES) {
        const float *start = bias ? bias + k : NULL;
        if (whole) depthwise_places(p + k, w + k, start, out + k, count, taps, channels, step, apart, down, weight_row, 4, channels - k);
        else depthwise_places(p + k, w + k, start, out + k, count, taps, channels, step, apart, down, weight_row, 1, channels - k);
      }
      c += many;
      out += (size_t)many * channels;
    }
  }
}

/*
 * The sums of the positive and of the negative products of a depthwise convolution, one behind the other: rows of one image from row `top` on.
 */
APART void depthwise_signed(
    const float *x, const float *filter, float *out, int top, int rows, int height, int width, int channels, int out_width,
    int window_height, int window_width, int stride_height, int stride_width, int dilation_height, int dilation_width, int pad_top,
    int pad_left) {
  const size_t line = (size_t)width * channels, apart = (size_t)dilation_width * channels, down = line * dilation_height;
  const W(floats) zero = {0};
  for (int r = top; r < top + rows; r++) {
    const int y = r * stride_height - pad_top;
    const int first = first_tap(y, dilation_height), end = end_tap(y, dilation_height, height, window_height);
    for (int c = 0; c < out_width; c++, out += 2 * (size_t)channels) {
      const int left = c * stride_width - pad_left;
      const int from = first_tap(left, dilation_width), taps = end_tap(left, dilation_width, width, window_width) - from;
      const bool none = end <= first || taps <= 0;
      const float *corner = none ? x : x + (y + first * dilation_height) * line + (size_t)(left + from * dilation_width) * channels;
      const float *weights = none ? filter : filter + ((size_t)first * window_width + from) * channels;
      for (int k = 0; k < channels; k += LANES) {
        const int some = channels - k;
        W(floats) positive = zero, negative = zero;
        const float *p = corner + k, *w = weights + k;
        for (int i = first; i < end; i++, p += down, w += (size_t)window_width * channels)
          for (int j = 0; j < taps; j++) {
            const W(floats) product = W(load_some)(w + (size_t)j * channels, some) * W(load_some)(p + j * apart, some);
            positive = positive + W(higher)(zero, product);
            negative = negative + W(lower)(zero, product);
          }
        W(store_some)(out + k, some, positive);
        W(store_some)(out + channels + k, some, negative);
      }
    }
  }
}

/* Of the windows that lie over a pixel along one axis: the last, and how many there are, given the pixel's tap in the last one. */
ALWAYS int last_window(int pixel, int stride, int windows) { return least(pixel / stride, windows - 1); }

ALWAYS int count_windows(int last, int tap, int stride, int taps) {
  return tap >= taps ? 0 : least(last, (taps - 1 - tap) / stride) + 1;
}

/*
 * What a depthwise convolution without dilation passes back to rows of an image from row `top` on: each pixel fetches its part from the windows
 * that lie over it. `x` is NULL for the gradient, given that of the output, and else the image, among whose pixels shares
 * [places, 2, channels] of the positive and of the negative products are distributed.
 */
APART void depthwise_back(
    const float *x, const float *dy, const float *filter, float *dx, int top, int rows, int width, int channels, int out_height,
    int out_width, int window_height, int window_width, int stride_height, int stride_width, int pad_top, int pad_left) {
  const size_t place = x ? 2 * (size_t)channels : channels, line = place * out_width;
  const size_t tap = (size_t)channels * stride_width, tap_row = (size_t)channels * window_width * stride_height;
  for (int y = top + pad_top; y < top + rows + pad_top; y++) {
    const int r = last_window(y, stride_height, out_height), i = y - r * stride_height;
    const int down = count_windows(r, i, stride_height, window_height);
    for (int column = pad_left; column < width + pad_left; column++, dx += channels) {
      const int c = last_window(column, stride_width, out_width), j = column - c * stride_width;
      const int across = count_windows(c, j, stride_width, window_width);
      const bool none = down <= 0 || across <= 0;
      for (int k = 0; k < channels; k += LANES) {
        const int some = channels - k;
        const W(floats) value = x ? W(load_some)(x + k, some) : W(splat)(0);
        W(floats) sum = {0};
        for (int m = 0; m < (none ? 0 : down); m++)
          for (int n = 0; n < across; n++) {
            const float *q = dy + (r - m) * line + (c - n) * place + k;
            const W(floats) weight = W(load_some)(filter + ((size_t)i * window_width + j) * channels + m * tap_row + n * tap + k, some);
            W(floats) arrived = W(load_some)(q, some);
            if (x) {
              const W(ints) is_negative = (W(bits)(weight) ^ W(bits)(value)) >> 31;
              arrived = W(choose)(is_negative, W(load_some)(q + channels, some), arrived);
            }
            sum = W(multiply_add)(weight, arrived, sum);
          }
        W(store_some)(dx + k, some, x ? sum * value : sum);
      }
      if (x) x += channels;
    }
  }
}
