import { multiplyAdd } from './multiply-add';

/** Each feature of one image as a plane of its own, with margins of 0 on the left and on the right. */
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
 * The gradient of a convolution in steps of one pixel with respect to an image of one channel, sixteen pixels of a row at a time.
 * `room` has place for the planes of one image, `stride` bytes to a row, and for a row of the result, rounded up to sixteen.
 */
export function planeGradient(
  dy: usize, filter: usize, dx: usize, room: usize,
  batch: i32, height: i32, width: i32, outHeight: i32, outWidth: i32, features: i32,
  windowHeight: i32, windowWidth: i32, padTop: i32, padLeft: i32, stride: i32,
): void {
  const line = <usize>stride;
  const plane = <usize>outHeight * line;
  const row = room + <usize>features * plane;
  const feature = <usize>features << 2;
  const left = <usize>(windowWidth - 1 - padLeft) << 2;
  const last = <usize>(windowWidth - 1) << 2;
  for (let n = 0; n < batch; n++, dy += <usize>(outHeight * outWidth) * feature) {
    spreadPlanes(dy, room, outHeight, outWidth, features, line, left);
    for (let y = 0; y < height; y++, dx += <usize>width << 2) {
      const first = max(0, y + padTop - outHeight + 1);
      const end = min(windowHeight, y + padTop + 1);
      for (let x: usize = 0; x < <usize>width; x += 16) {
        let a = f32x4.splat(0), b = a, c = a, d = a;
        for (let i = first; i < end; i++) {
          let from = room + <usize>(y + padTop - i) * line + (x << 2) + last;
          for (let f: usize = 0; f < feature; f += 4, from += plane) {
            let w = filter + <usize>(i * windowWidth) * feature + f;
            for (let j = 0, p = from; j < windowWidth; j++, p -= 4, w += feature) {
              const s = v128.load32_splat(w);
              a = multiplyAdd(s, v128.load(p), a);
              b = multiplyAdd(s, v128.load(p, 16), b);
              c = multiplyAdd(s, v128.load(p, 32), c);
              d = multiplyAdd(s, v128.load(p, 48), d);
            }
          }
        }
        const to = row + (x << 2);
        v128.store(to, a);
        v128.store(to, b, 16);
        v128.store(to, c, 32);
        v128.store(to, d, 48);
      }
      memory.copy(dx, row, <usize>width << 2);
    }
  }
}
