import { multiplyAdd } from './multiply-add';

/** Adds two vectors of four sums to a row of the result; where the two overlap, a lane is added once. */
@inline
function addPair(row: usize, left: usize, right: usize, useLeft: v128, useRight: v128, a: v128, b: v128): void {
  v128.store(row + left, f32x4.add(v128.load(row + left), v128.and(a, useLeft)));
  v128.store(row + right, f32x4.add(v128.load(row + right), v128.and(b, useRight)));
}

/**
 * The gradient of a convolution with respect to its filter, for windows that do not reach beyond the image on the left or right, and at least
 * four features. Features are summed in two vectors of four, which begin at `a` and `b` and may overlap. A few rows of one image are summed
 * at a time, so that they stay in the cache, and five places of a window's row at once.
 */
export function filterGradient(
  x: usize, dy: usize, dw: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, features: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, dilationHeight: i32, padTop: i32, rowsAtOnce: i32,
): void {
  const run = windowWidth * channels;
  const step = <usize>(strideWidth * channels) << 2;
  const line = <usize>(width * channels) << 2;
  const feature = <usize>features << 2;
  const outLine = feature * outWidth;
  const lanes = i32x4(0, 1, 2, 3);
  memory.fill(dw, 0, feature * run * windowHeight);
  for (let n = 0; n < batch; n++) for (let begin = 0; begin < outHeight; begin += rowsAtOnce) {
    const end = min(outHeight, begin + rowsAtOnce);
    for (let i = 0; i < windowHeight; i++) {
      const first = i * dilationHeight - padTop;
      for (let a = 0; a < features; a += 8) {
        const left = <usize>min(a, features - 4) << 2;
        const right = <usize>min(a + 4, features - 4) << 2;
        const fresh = a + 4 - features;
        const useLeft = i32x4.ge_s(lanes, i32x4.splat(fresh));
        const useRight = i32x4.ge_s(lanes, i32x4.splat(fresh + 4));
        let t = 0;
        for (; t + 5 <= run; t += 5) {
          let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0;
          for (let r = begin; r < end; r++) {
            const y = first + r * strideHeight;
            if (y < 0 || y >= height) continue;
            let p = x + (<usize>n * height + y) * line + (<usize>t << 2);
            let q = dy + (<usize>n * outHeight + r) * outLine;
            for (let c = 0; c < outWidth; c++, p += step, q += feature) {
              const u = v128.load(q + left);
              const v = v128.load(q + right);
              let s = v128.load32_splat(p);
              a0 = multiplyAdd(s, u, a0);
              b0 = multiplyAdd(s, v, b0);
              s = v128.load32_splat(p, 4);
              a1 = multiplyAdd(s, u, a1);
              b1 = multiplyAdd(s, v, b1);
              s = v128.load32_splat(p, 8);
              a2 = multiplyAdd(s, u, a2);
              b2 = multiplyAdd(s, v, b2);
              s = v128.load32_splat(p, 12);
              a3 = multiplyAdd(s, u, a3);
              b3 = multiplyAdd(s, v, b3);
              s = v128.load32_splat(p, 16);
              a4 = multiplyAdd(s, u, a4);
              b4 = multiplyAdd(s, v, b4);
            }
          }
          let to = dw + <usize>(i * run + t) * feature;
          addPair(to, left, right, useLeft, useRight, a0, b0);
          addPair(to + feature, left, right, useLeft, useRight, a1, b1);
          addPair(to + 2 * feature, left, right, useLeft, useRight, a2, b2);
          addPair(to + 3 * feature, left, right, useLeft, useRight, a3, b3);
          addPair(to + 4 * feature, left, right, useLeft, useRight, a4, b4);
        }
        for (; t < run; t++) {
          let a0 = f32x4.splat(0), b0 = a0;
          for (let r = begin; r < end; r++) {
            const y = first + r * strideHeight;
            if (y < 0 || y >= height) continue;
            let p = x + (<usize>n * height + y) * line + (<usize>t << 2);
            let q = dy + (<usize>n * outHeight + r) * outLine;
            for (let c = 0; c < outWidth; c++, p += step, q += feature) {
              const s = v128.load32_splat(p);
              a0 = multiplyAdd(s, v128.load(q + left), a0);
              b0 = multiplyAdd(s, v128.load(q + right), b0);
            }
          }
          addPair(dw + <usize>(i * run + t) * feature, left, right, useLeft, useRight, a0, b0);
        }
      }
    }
  }
}

