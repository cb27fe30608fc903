import { exp4 } from './chance';

/** Words of four streams of xoshiro128** (Blackman & Vigna 2021) that run side by side: `size` words, one from each stream in turn. */
function words(state: usize, out: usize, size: i32): void {
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  const end = out + (<usize>size << 2);
  while (out < end) {
    const five = i32x4.add(b, i32x4.shl(b, 2));
    const turned = v128.or(i32x4.shl(five, 7), i32x4.shr_u(five, 25));
    const word = i32x4.add(turned, i32x4.shl(turned, 3));
    const t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = v128.or(i32x4.shl(d, 11), i32x4.shr_u(d, 21));
    if (out + 16 <= end) v128.store(out, word);
    else {
      store<i32>(out, i32x4.extract_lane(word, 0));
      if (out + 4 < end) store<i32>(out + 4, i32x4.extract_lane(word, 1));
      if (out + 8 < end) store<i32>(out + 8, i32x4.extract_lane(word, 2));
    }
    out += 16;
  }
  v128.store(state, a);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, d, 48);
}

/** One word of a single stream. */
function word(state: usize): i32 {
  const b = load<u32>(state, 4);
  const drawn = rotl<u32>(b * 5, 7) * 9;
  const c = load<u32>(state, 8) ^ load<u32>(state);
  const d = load<u32>(state, 12) ^ b;
  store<u32>(state, b ^ c, 4);
  store<u32>(state, load<u32>(state) ^ d);
  store<u32>(state, c ^ (b << 9), 8);
  store<u32>(state, rotl<u32>(d, 11), 12);
  return drawn;
}

const STEP: f32 = 1.0 / 16777216;

/** Bytes of the state: four streams that run side by side, and a fifth. */
const STATE: usize = 80;

/** Uniform numbers from 0 to 1, of 24 bits each; the state after them is written to `next`. */
export function uniforms(state: usize, next: usize, out: usize, size: i32): void {
  memory.copy(next, state, STATE);
  words(next, out, size);
  const end = out + (<usize>size << 2);
  for (; out + 16 <= end; out += 16)
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(out), 8)), f32x4.splat(STEP)));
  for (; out < end; out += 4) store<f32>(out, <f32>(load<u32>(out) >> 8) * STEP);
}

const LAYERS: usize = 256;
const EDGE: usize = LAYERS << 3;
const HEIGHT: usize = EDGE + ((LAYERS + 1) << 2);

@inline
function unit(state: usize): f32 {
  return <f32>(<u32>word(state) >> 8) * STEP;
}

@inline
function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** Draws from the tail beyond `start` by rejection; farther out than 6 more, the density is below what 24 bits can show. */
function tail(start: f32, edges: usize): f32 {
  let x: f32;
  do {
    x = start + 6 * unit(edges);
  } while (unit(edges) >= exp1(<f32>0.5 * (start * start - x * x)));
  return x;
}

/** Decides a point at the edge of a layer: it is kept if it lies under the curve; else it is drawn from the tail, or anew. */
function atEdge(layer: usize, point: f32, edges: usize, table: usize): f32 {
  let i = layer;
  let z = point;
  while (abs<f32>(z) >= load<f32>(table + EDGE + ((i + 1) << 2))) {
    if (i == 0) {
      const far = tail(load<f32>(table + EDGE + 4), edges);
      return z < 0 ? -far : far;
    }
    const height = table + HEIGHT + (i << 2);
    const low = load<f32>(height);
    if (low + unit(edges) * (load<f32>(height + 4) - low) < exp1(<f32>-0.5 * (z * z))) return z;
    const drawn = word(edges);
    i = <usize>drawn & (LAYERS - 1);
    z = <f32>(drawn >> 8) * load<f32>(table + (i << 3));
  }
  return z;
}

/** Random words of four streams; the state after them is written to `next`. */
export function randomWords(state: usize, next: usize, out: usize, size: i32): void {
  memory.copy(next, state, STATE);
  words(next, out, size);
}

/**
 * Turns random words into normally distributed numbers, in place, by the ziggurat method of Marsaglia & Tsang (2000). Words at the edge of a layer
 * are left as they are for {@link normalsAtEdges}; `edges` gets their number and their places, in bytes from `out`. `table` holds for each layer its
 * width and the bound below which integers are inside for certain, side by side, then the edges of all, and the curve's heights there.
 */
export function normalsInside(table: usize, out: usize, edges: usize, size: i32): void {
  const end = <usize>size << 2;
  const whole = <usize>(size >> 2) << 4;
  let list = edges + 4;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const from = out + at;
    const drawn = v128.load(from);
    const low = v128.load64_lane(table + (<usize>load<u8>(from + 4) << 3), v128.load64_zero(table + (<usize>load<u8>(from) << 3)), 1);
    const high = v128.load64_lane(table + (<usize>load<u8>(from + 12) << 3), v128.load64_zero(table + (<usize>load<u8>(from + 8) << 3)), 1);
    const width = i8x16.shuffle(low, high, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    const inside = i8x16.shuffle(low, high, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    const signed = f32x4.convert_i32x4_s(i32x4.shr_s(drawn, 8));
    const sure = f32x4.lt(f32x4.abs(signed), inside);
    v128.store(from, v128.bitselect(f32x4.mul(signed, width), drawn, sure));
    for (let unsure = i32x4.bitmask(sure) ^ 15; unsure != 0; unsure &= unsure - 1, list += 4)
      store<usize>(list, at + (<usize>ctz(unsure) << 2));
  }
  for (; at < end; at += 4) {
    const drawn = load<i32>(out + at);
    const row = table + (<usize>(drawn & (LAYERS - 1)) << 3);
    const signed = <f32>(drawn >> 8);
    if (abs<f32>(signed) < load<f32>(row + 4)) store<f32>(out + at, signed * load<f32>(row));
    else {
      store<usize>(list, at);
      list += 4;
    }
  }
  store<i32>(edges, (<i32>(list - edges) >> 2) - 1);
}

/** Decides the words at the edges of layers that {@link normalsInside} left, one after the other, with numbers of the fifth stream. */
export function normalsAtEdges(state: usize, table: usize, out: usize, edges: usize): void {
  const end = edges + 4 + (<usize>load<i32>(edges) << 2);
  for (let list = edges + 4; list < end; list += 4) {
    const at = out + load<usize>(list);
    const drawn = load<i32>(at);
    const layer = <usize>drawn & (LAYERS - 1);
    store<f32>(at, atEdge(layer, <f32>(drawn >> 8) * load<f32>(table + (layer << 3)), state + 64, table));
  }
}
