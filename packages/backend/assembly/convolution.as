import { multiplyAdd } from './multiply-add';
import { putFour, takeFour } from './fours';

/**
 * A convolution without margins, in tiles of four pixels of a row by eight features; each sum starts with the bias and is taken in the
 * order of the filter. `panel` is a buffer for eight features of the whole filter; `bias` is 0 where there is none.
 */
export function convolution(
  x: usize, filter: usize, bias: usize, out: usize, panel: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, features: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  const step = pixel * strideWidth;
  const feature = <usize>features << 2;
  const joined = dilationWidth == 1;
  const runs = joined ? 1 : windowWidth;
  const run = joined ? windowWidth * channels : channels;
  const apart = pixel * dilationWidth;
  const taps = windowHeight * windowWidth * channels;
  for (let f = 0; f < features; f += 8) {
    const count = min(8, features - f);
    const rest = count - 4;
    let from = filter + (<usize>f << 2);
    let packed = panel;
    for (let k = 0; k < taps; k++, from += feature, packed += 32) {
      v128.store(packed, takeFour(from, count));
      v128.store(packed, takeFour(from + 16, rest), 16);
    }
    const startA = bias == 0 ? f32x4.splat(0) : takeFour(bias + (<usize>f << 2), count);
    const startB = bias == 0 ? f32x4.splat(0) : takeFour(bias + (<usize>f << 2) + 16, rest);
    let to = out + (<usize>f << 2);
    for (let n = 0; n < batch; n++) {
      for (let r = 0; r < outHeight; r++) {
        let corner = x + (<usize>n * height + r * strideHeight) * line;
        let c = 0;
        for (; c + 4 <= outWidth; c += 4, corner += 4 * step) {
          let a0 = startA, a1 = startA, a2 = startA, a3 = startA, b0 = startB, b1 = startB, b2 = startB, b3 = startB;
          let q = panel;
          for (let i = 0; i < windowHeight; i++) {
            let begin = corner + <usize>(i * dilationHeight) * line;
            for (let j = 0; j < runs; j++, begin += apart) {
              let p = begin;
              for (let t = 0; t < run; t++, p += 4, q += 32) {
                const u = v128.load(q);
                const v = v128.load(q, 16);
                let s = v128.load32_splat(p);
                a0 = multiplyAdd(s, u, a0);
                b0 = multiplyAdd(s, v, b0);
                s = v128.load32_splat(p + step);
                a1 = multiplyAdd(s, u, a1);
                b1 = multiplyAdd(s, v, b1);
                s = v128.load32_splat(p + 2 * step);
                a2 = multiplyAdd(s, u, a2);
                b2 = multiplyAdd(s, v, b2);
                s = v128.load32_splat(p + 3 * step);
                a3 = multiplyAdd(s, u, a3);
                b3 = multiplyAdd(s, v, b3);
              }
            }
          }
          putFour(to, count, a0);
          putFour(to + 16, rest, b0);
          to += feature;
          putFour(to, count, a1);
          putFour(to + 16, rest, b1);
          to += feature;
          putFour(to, count, a2);
          putFour(to + 16, rest, b2);
          to += feature;
          putFour(to, count, a3);
          putFour(to + 16, rest, b3);
          to += feature;
        }
        for (; c < outWidth; c++, corner += step, to += feature) {
          let a0 = startA, b0 = startB;
          let q = panel;
          for (let i = 0; i < windowHeight; i++) {
            let begin = corner + <usize>(i * dilationHeight) * line;
            for (let j = 0; j < runs; j++, begin += apart) {
              let p = begin;
              for (let t = 0; t < run; t++, p += 4, q += 32) {
                const s = v128.load32_splat(p);
                a0 = multiplyAdd(s, v128.load(q), a0);
                b0 = multiplyAdd(s, v128.load(q, 16), b0);
              }
            }
          }
          putFour(to, count, a0);
          putFour(to + 16, rest, b0);
        }
      }
    }
  }
}
