import { multiplyAdd } from './multiply-add';

/** Copies each feature of one image into a plane of its own, with zeros on its left and right. */
@inline
function spreadPlanes(dy: usize, planes: usize, outHeight: i32, outWidth: i32, features: i32, stride: usize, left: usize): void {
  memory.fill(planes, 0, <usize>(outHeight * features) * stride);
  const plane = <usize>outHeight * stride;
  for (let r = 0; r < outHeight; r++) {
    let to = planes + <usize>r * stride + left;
    for (let c = 0; c < outWidth; c++, to += 4)
      for (let f = 0, at = to; f < features; f++, dy += 4, at += plane) store<f32>(at, load<f32>(dy));
  }
}

/**
 * Lays the filter's weights out for two rows of pixels that are computed together. Of one row of a plane the upper row of pixels takes the weights
 * of row i - 1 of the window, and the lower one those of row i: they lie side by side, 0 where the window has no such row.
 */
function pairWeights(filter: usize, pairs: usize, features: i32, windowHeight: i32, windowWidth: i32): void {
  const feature = <usize>features << 2;
  const row = <usize>windowWidth * feature;
  for (let i = 0; i <= windowHeight; i++)
    for (let f: usize = 0; f < feature; f += 4) {
      let lower = filter + <usize>i * row + f;
      for (let j = 0; j < windowWidth; j++, lower += feature, pairs += 8) {
        store<f32>(pairs, i > 0 ? load<f32>(lower - row) : 0);
        store<f32>(pairs, i < windowHeight ? load<f32>(lower) : 0, 4);
      }
    }
}

/**
 * The gradient of a convolution of stride 1 with respect to an image of one channel, sixteen pixels of two rows at a time.
 * `room` is a buffer for the planes of one image, whose rows take `stride` bytes; for two rows of the result, each rounded up to a multiple of
 * sixteen; and for two weights of each feature and each pixel of a window with one row more.
 */
export function planeGradient(
  dy: usize, filter: usize, dx: usize, room: usize,
  batch: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, features: i32,
  windowHeight: i32, windowWidth: i32, padTop: i32, padLeft: i32, stride: i32,
): void {
  const line = <usize>stride;
  const plane = <usize>outHeight * line;
  const bytes = <usize>width << 2;
  const wide = <usize>((width + 15) & ~15) << 2;
  const upper = room + <usize>features * plane;
  const lower = upper + wide;
  const pairs = lower + wide;
  const pairRow = <usize>(features * windowWidth) << 3;
  const left = <usize>(windowWidth - 1 - padLeft) << 2;
  const last = <usize>(windowWidth - 1) << 2;
  pairWeights(filter, pairs, features, windowHeight, windowWidth);
  for (let n = 0; n < batch; n++, dy += <usize>(outHeight * outWidth * features) << 2) {
    spreadPlanes(dy, room, outHeight, outWidth, features, line, left);
    for (let y = 0; y < height; y += 2) {
      const below = y + 1 + padTop;
      const first = max(0, below - outHeight + 1);
      const end = min(windowHeight + 1, below + 1);
      for (let x: usize = 0; x < bytes; x += 64) {
        let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (let i = first; i < end; i++) {
          let from = room + <usize>(below - i) * line + x + last;
          let w = pairs + <usize>i * pairRow;
          for (let f = 0; f < features; f++, from += plane) {
            for (let p = from, stop = from - last; p >= stop; p -= 4, w += 8) {
              const s = v128.load32_splat(w);
              const t = v128.load32_splat(w, 4);
              let v = v128.load(p);
              a0 = multiplyAdd(s, v, a0);
              b0 = multiplyAdd(t, v, b0);
              v = v128.load(p, 16);
              a1 = multiplyAdd(s, v, a1);
              b1 = multiplyAdd(t, v, b1);
              v = v128.load(p, 32);
              a2 = multiplyAdd(s, v, a2);
              b2 = multiplyAdd(t, v, b2);
              v = v128.load(p, 48);
              a3 = multiplyAdd(s, v, a3);
              b3 = multiplyAdd(t, v, b3);
            }
          }
        }
        v128.store(upper + x, a0);
        v128.store(upper + x, a1, 16);
        v128.store(upper + x, a2, 32);
        v128.store(upper + x, a3, 48);
        v128.store(lower + x, b0);
        v128.store(lower + x, b1, 16);
        v128.store(lower + x, b2, 32);
        v128.store(lower + x, b3, 48);
      }
      memory.copy(dx, upper, bytes);
      dx += bytes;
      if (y + 1 == height) break;
      memory.copy(dx, lower, bytes);
      dx += bytes;
    }
  }
}
