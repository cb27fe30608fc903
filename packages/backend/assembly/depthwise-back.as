import { multiplyAdd } from './multiply-add';
import { putFour, takeFour } from './fours';

/** Of the windows that lie over a pixel along one axis: the last window, its first tap there, and how many windows; the pixel is counted from the margin on. */
@inline
function lastWindow(pixel: i32, stride: i32, windows: i32): i32 {
  return min(pixel / stride, windows - 1);
}
@inline
function countWindows(last: i32, tap: i32, stride: i32, taps: i32): i32 {
  return tap >= taps ? 0 : min(last, (taps - 1 - tap) / stride) + 1;
}

/** Of four channels, or the `count` that are left, the sum over `rows` by `columns` windows of what arrives there times the weight of the window there. */
@inline
function gathered(p: usize, w: usize, count: i32, rows: i32, columns: i32, pixel: usize, line: usize, tap: usize, tapRow: usize): v128 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < rows; i++, p -= line, w += tapRow)
    for (let j = 0, q = p, v = w; j < columns; j++, q -= pixel, v += tap) sum = multiplyAdd(takeFour(v, count), takeFour(q, count), sum);
  return sum;
}

/** The same of shares of positive and of negative products, one behind the other, by the sign of the weight times x; and that times x. */
@inline
function distributed(x: usize, p: usize, w: usize, count: i32, rows: i32, columns: i32, pixel: usize, line: usize, tap: usize, tapRow: usize): v128 {
  const value = takeFour(x, count);
  const other = pixel >> 1;
  let sum = f32x4.splat(0);
  for (let i = 0; i < rows; i++, p -= line, w += tapRow)
    for (let j = 0, q = p, v = w; j < columns; j++, q -= pixel, v += tap) {
      const weight = takeFour(v, count);
      const isNegative = i32x4.shr_s(v128.xor(weight, value), 31);
      sum = multiplyAdd(weight, v128.bitselect(takeFour(q + other, count), takeFour(q, count), isNegative), sum);
    }
  return f32x4.mul(sum, value);
}

/**
 * What a depthwise convolution without dilation passes back to rows of an image from row `top` on: each pixel fetches its part from the windows
 * that lie over it. `x` is 0 for the gradient, given that of the output, and else the image, among whose pixels shares [places, 2, channels] of the positive and of
 * the negative products are distributed.
 */
export function depthwiseBack(
  x: usize, dy: usize, filter: usize, dx: usize,
  top: i32, rows: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const pixel = <usize>channels << 2;
  const place = x == 0 ? pixel : 2 * pixel;
  const line = place * outWidth;
  const tap = pixel * strideWidth;
  const tapRow = pixel * windowWidth * strideHeight;
  const rest = channels & 3;
  for (let y = top + padTop; y < top + rows + padTop; y++) {
    const r = lastWindow(y, strideHeight, outHeight);
    const i = y - r * strideHeight;
    const down = countWindows(r, i, strideHeight, windowHeight);
    for (let column = padLeft; column < width + padLeft; column++) {
      const c = lastWindow(column, strideWidth, outWidth);
      const j = column - c * strideWidth;
      const across = countWindows(c, j, strideWidth, windowWidth);
      let p = dy + <usize>r * line + <usize>c * place;
      let w = filter + <usize>(i * windowWidth + j) * pixel;
      const end = dx + (pixel & ~15);
      if (x == 0) for (; dx < end; dx += 16, p += 16, w += 16) v128.store(dx, gathered(p, w, 4, down, across, place, line, tap, tapRow));
      else for (; dx < end; dx += 16, p += 16, w += 16, x += 16) v128.store(dx, distributed(x, p, w, 4, down, across, place, line, tap, tapRow));
      if (rest == 0) continue;
      if (x == 0) putFour(dx, rest, gathered(p, w, rest, down, across, place, line, tap, tapRow));
      else {
        putFour(dx, rest, distributed(x, p, w, rest, down, across, place, line, tap, tapRow));
        x += <usize>rest << 2;
      }
      dx += <usize>rest << 2;
    }
  }
}
