import { multiplyAdd } from './multiply-add';
import { putFour, takeFour } from './fours';

/** The first tap of a window that lies on the image, and the one after the last: those with 0 ≤ start + tap · dilation < length. */
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start < 0 ? (dilation - 1 - start) / dilation : 0;
}
@inline
export function endTap(start: i32, dilation: i32, length: i32, taps: i32): i32 {
  return start >= length ? 0 : min(taps, (length - 1 - start) / dilation + 1);
}

/**
 * Four channels, or the `count` that are left, of four places of a row whose windows lie on the image, from the first rows of the filter that do.
 * Steps are in bytes: from a pixel to the next, to that of the next window, tap and row.
 */
@inline
function placesOf(
  p: usize, w: usize, to: usize, start: v128, count: i32,
  rows: i32, taps: i32, pixel: usize, step: usize, apart: usize, line: usize,
): void {
  let a = start, b = start, c = start, d = start;
  const step2 = 2 * step;
  const step3 = 3 * step;
  for (let i = 0; i < rows; i++, p += line) {
    for (let j = 0, q = p; j < taps; j++, w += pixel, q += apart) {
      const weight = takeFour(w, count);
      a = multiplyAdd(weight, takeFour(q, count), a);
      b = multiplyAdd(weight, takeFour(q + step, count), b);
      c = multiplyAdd(weight, takeFour(q + step2, count), c);
      d = multiplyAdd(weight, takeFour(q + step3, count), d);
    }
  }
  putFour(to, count, a);
  putFour(to + pixel, count, b);
  putFour(to + 2 * pixel, count, c);
  putFour(to + 3 * pixel, count, d);
}

/** The same sums of one place, of `rows` by `taps` of its window, the positive and the negative products apart. */
@inline
function signedPlace(p: usize, w: usize, to: usize, count: i32, rows: i32, taps: i32, pixel: usize, apart: usize, line: usize, weightRow: usize): void {
  const zero = f32x4.splat(0);
  let positive = zero, negative = zero;
  for (let i = 0; i < rows; i++, p += line, w += weightRow)
    for (let j = 0, q = p, v = w; j < taps; j++, v += pixel, q += apart) {
      const product = f32x4.mul(takeFour(v, count), takeFour(q, count));
      positive = f32x4.add(positive, f32x4.pmax(zero, product));
      negative = f32x4.add(negative, f32x4.pmin(zero, product));
    }
  putFour(to, count, positive);
  putFour(to + pixel, count, negative);
}

/** The sums of the positive and of the negative products of a depthwise convolution, one behind the other: rows of one image from row `top` on. */
export function depthwiseSigned(
  x: usize, filter: usize, out: usize,
  top: i32, rows: i32, height: i32, width: i32, channels: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32,
  padTop: i32, padLeft: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  const apart = pixel * dilationWidth;
  const down = line * dilationHeight;
  const rest = channels & 3;
  const weightRow = pixel * windowWidth;
  for (let r = top; r < top + rows; r++) {
    const y = r * strideHeight - padTop;
    const first = firstTap(y, dilationHeight);
    const count = max(0, endTap(y, dilationHeight, height, windowHeight) - first);
    for (let c = 0; c < outWidth; c++, out += 2 * pixel) {
      const left = c * strideWidth - padLeft;
      const from = firstTap(left, dilationWidth);
      const taps = max(0, endTap(left, dilationWidth, width, windowWidth) - from);
      const p = x + <usize>(y + first * dilationHeight) * line + <usize>(left + from * dilationWidth) * pixel;
      const w = filter + <usize>(first * windowWidth + from) * pixel;
      let k: usize = 0;
      for (; k + 16 <= pixel; k += 16) signedPlace(p + k, w + k, out + k, 4, count, taps, pixel, apart, down, weightRow);
      if (rest != 0) signedPlace(p + k, w + k, out + k, rest, count, taps, pixel, apart, down, weightRow);
    }
  }
}

/**
 * A depthwise convolution, one filter for each channel, of rows of one image from row `top` on; each sum starts with the bias and is taken in the
 * order of the filter. `bias` is 0 where there is none.
 */
export function depthwise(
  x: usize, filter: usize, bias: usize, out: usize,
  top: i32, rows: i32, height: i32, width: i32, channels: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32,
  padTop: i32, padLeft: i32,
): void {
  const zero = f32x4.splat(0);
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  const step = pixel * strideWidth;
  const apart = pixel * dilationWidth;
  const down = line * dilationHeight;
  const reach = (windowWidth - 1) * dilationWidth;
  for (let r = top; r < top + rows; r++) {
    const y = r * strideHeight - padTop;
    const first = firstTap(y, dilationHeight);
    const end = endTap(y, dilationHeight, height, windowHeight);
    const weights = filter + <usize>(first * windowWidth) * pixel;
    const row = x + <usize>(y + first * dilationHeight) * line;
    for (let c = 0; c < outWidth;) {
      const left = c * strideWidth - padLeft;
      const corner = row + <usize>left * pixel;
      if (left >= 0 && c + 4 <= outWidth && left + 3 * strideWidth + reach < width) {
        let k: usize = 0;
        for (; k + 16 <= pixel; k += 16)
          placesOf(corner + k, weights + k, out + k, bias == 0 ? zero : v128.load(bias + k), 4, end - first, windowWidth, pixel, step, apart, down);
        const rest = channels & 3;
        if (rest != 0)
          placesOf(corner + k, weights + k, out + k, bias == 0 ? zero : takeFour(bias + k, rest), rest, end - first, windowWidth, pixel, step, apart, down);
        c += 4;
        out += 4 * pixel;
        continue;
      }
      const from = firstTap(left, dilationWidth);
      const to = endTap(left, dilationWidth, width, windowWidth);
      for (let k = 0; k < channels; k += 4) {
        const count = channels - k;
        const at = <usize>k << 2;
        let a = bias == 0 ? zero : takeFour(bias + at, count);
        let w = weights + at;
        let p = corner + at;
        for (let i = first; i < end; i++, w += pixel * windowWidth, p += down)
          for (let j = from; j < to; j++) a = multiplyAdd(takeFour(w + <usize>j * pixel, count), takeFour(p + <usize>j * apart, count), a);
        putFour(out + at, count, a);
      }
      c++;
      out += pixel;
    }
  }
}

