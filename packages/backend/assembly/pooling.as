/** Adds the gradient of one window and channel to the window's first maximum. */
@inline
function scalarWindow(x: usize, dx: usize, value: f32, start: usize, rows: i32, columns: i32, pixel: usize, line: usize): void {
  let best = start;
  let largest = load<f32>(x + start);
  let row = start;
  for (let i = 0; i < rows; i++, row += line) {
    let here = row;
    for (let j = 0; j < columns; j++, here += pixel) {
      const candidate = load<f32>(x + here);
      const more = candidate > largest;
      largest = select(candidate, largest, more);
      best = select(here, best, more);
    }
  }
  store<f32>(dx + best, load<f32>(dx + best) + value);
}

/** Adds a vector to memory, but only the lanes whose flags are set. */
@inline
function addWhere(place: usize, value: v128, flags: v128): void {
  v128.store(place, f32x4.add(v128.load(place), v128.and(value, flags)));
}

/** As {@link scalarWindow}, for four channels of a window of two by two, the usual size. */
@inline
function vectorFour(x: usize, dx: usize, value: v128, start: usize, pixel: usize, line: usize): void {
  const second = start + pixel;
  const third = start + line;
  const fourth = third + pixel;
  let largest = v128.load(x + start);
  const b = v128.load(x + second);
  const isB = f32x4.gt(b, largest);
  largest = v128.bitselect(b, largest, isB);
  const c = v128.load(x + third);
  const isC = f32x4.gt(c, largest);
  largest = v128.bitselect(c, largest, isC);
  const isD = f32x4.gt(v128.load(x + fourth), largest);
  const late = v128.or(isC, isD);
  addWhere(dx + start, value, v128.not(v128.or(isB, late)));
  addWhere(dx + second, value, v128.andnot(isB, late));
  addWhere(dx + third, value, v128.andnot(isC, isD));
  addWhere(dx + fourth, value, isD);
}

/** As {@link scalarWindow}, for four channels at once; `value` is 0 in lanes that are to be left out. */
@inline
function vectorWindow(x: usize, dx: usize, value: v128, start: usize, rows: i32, columns: i32, pixel: usize, line: usize): void {
  if (rows == 2 && columns == 2) {
    vectorFour(x, dx, value, start, pixel, line);
    return;
  }
  let largest = v128.load(x + start);
  let best = i32x4.splat(0);
  let row = start;
  let tap = 0;
  for (let i = 0; i < rows; i++, row += line) {
    let here = row;
    for (let j = 0; j < columns; j++, here += pixel, tap++) {
      const candidate = v128.load(x + here);
      const more = f32x4.gt(candidate, largest);
      largest = v128.bitselect(candidate, largest, more);
      best = v128.bitselect(i32x4.splat(tap), best, more);
    }
  }
  row = start;
  tap = 0;
  for (let i = 0; i < rows; i++, row += line) {
    let here = row;
    for (let j = 0; j < columns; j++, here += pixel, tap++) {
      const taken = v128.and(value, i32x4.eq(best, i32x4.splat(tap)));
      v128.store(dx + here, f32x4.add(v128.load(dx + here), taken));
    }
  }
}

/** The gradient of max-pooling over NHWC images: all of it goes to the first maximum of each window. */
export function maxPoolGrad(
  x: usize, dy: usize, dx: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  memory.fill(dx, 0, line * height * batch);
  const overlap = i32x4(channels & 3 ? 4 - (channels & 3) : 0, 0, 0, 0);
  const lanes = i32x4(0, 1, 2, 3);
  const mask = i32x4.ge_s(lanes, i32x4.splat(i32x4.extract_lane(overlap, 0)));
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < outHeight; r++) {
      const top = max(0, r * strideHeight - padTop);
      const bottom = min(height, r * strideHeight - padTop + windowHeight);
      for (let c = 0; c < outWidth; c++) {
        const left = max(0, c * strideWidth - padLeft);
        const right = min(width, c * strideWidth - padLeft + windowWidth);
        const start = (<usize>n * height + top) * line + <usize>left * pixel;
        if (channels < 4) {
          for (let k = 0; k < channels; k++, dy += 4)
            scalarWindow(x, dx, load<f32>(dy), start + (<usize>k << 2), bottom - top, right - left, pixel, line);
          continue;
        }
        let k = 0;
        for (; k + 4 <= channels; k += 4)
          vectorWindow(x, dx, v128.load(dy + (<usize>k << 2)), start + (<usize>k << 2), bottom - top, right - left, pixel, line);
        if (k < channels) {
          const at = <usize>(channels - 4) << 2;
          vectorWindow(x, dx, v128.and(v128.load(dy + at), mask), start + at, bottom - top, right - left, pixel, line);
        }
        dy += pixel;
      }
    }
  }
}

/** The maxima of four channels in a window. */
@inline
function largestOf(start: usize, rows: i32, columns: i32, pixel: usize, line: usize): v128 {
  let largest = v128.load(start);
  if (rows == 2 && columns == 2) {
    const below = f32x4.max(v128.load(start + line), v128.load(start + line + pixel));
    return f32x4.max(f32x4.max(largest, v128.load(start + pixel)), below);
  }
  for (let i = 0; i < rows; i++, start += line)
    for (let j = 0, here = start; j < columns; j++, here += pixel) largest = f32x4.max(largest, v128.load(here));
  return largest;
}

/** Max-pooling over NHWC images of at least four channels. */
export function maxPool(
  x: usize, out: usize,
  batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = pixel * width;
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < outHeight; r++) {
      const top = max(0, r * strideHeight - padTop);
      const bottom = min(height, r * strideHeight - padTop + windowHeight);
      for (let c = 0; c < outWidth; c++, out += pixel) {
        const left = max(0, c * strideWidth - padLeft);
        const right = min(width, c * strideWidth - padLeft + windowWidth);
        const start = x + (<usize>n * height + top) * line + <usize>left * pixel;
        for (let k = 0; k < channels; k += 4) {
          const at = <usize>min(k, channels - 4) << 2;
          v128.store(out + at, largestOf(start + at, bottom - top, right - left, pixel, line));
        }
      }
    }
  }
}
