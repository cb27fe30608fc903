@inline
function addRun(from: usize, to: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; i < length; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** Adds columns [n, h', w', kh, kw, c], the windows of a convolution, to the pixels [n, h, w, c] that they belong to: im2col backwards. */
export function addColumns(
  columns: usize, dx: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32,
  padTop: i32, padLeft: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  const run = pixel * windowWidth;
  memory.fill(dx, 0, line * height * batch);
  for (let n = 0; n < batch; n++) {
    const image = dx + <usize>n * height * line;
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        const x = c * strideWidth - padLeft;
        for (let i = 0; i < windowHeight; i++, columns += run) {
          const y = r * strideHeight - padTop + i * dilationHeight;
          if (y < 0 || y >= height) continue;
          const row = image + <usize>y * line;
          if (dilationWidth == 1) {
            const low = max(0, -x);
            const high = min(windowWidth, width - x);
            if (high > low) addRun(columns + <usize>low * pixel, row + <usize>(x + low) * pixel, (high - low) * channels);
          } else {
            for (let j = 0; j < windowWidth; j++) {
              const at = x + j * dilationWidth;
              if (at >= 0 && at < width) addRun(columns + <usize>j * pixel, row + <usize>at * pixel, channels);
            }
          }
        }
      }
    }
  }
}
