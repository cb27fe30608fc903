import { multiplyAdd } from './multiply-add';
import { transposeFour } from './product';
import { isPositive, negativeQuotient, positiveQuotient, withoutProducts } from './relevance';

/** How many terms of each sum are added per pass, so that a panel stays in the first-level cache. */
const DEPTH: i32 = 96;
/** Bytes of 32 places side by side, which are summed together; of 16, where sums of two kinds are. */
const LINE: usize = 128;
const HALF: usize = 64;

/** Copies a matrix, its rows and columns exchanged; steps are in bytes from row to row. */
function transpose(from: usize, step: usize, to: usize, apart: usize, rows: i32, columns: i32): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4, from += 4 * step, to += 16) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) transposeFour(from + (<usize>c << 2), to + <usize>c * apart, step, apart);
    for (; c < columns; c++)
      for (let i: usize = 0; i < 4; i++) store<f32>(to + <usize>c * apart + (i << 2), load<f32>(from + i * step + (<usize>c << 2)));
  }
  for (; r < rows; r++, from += step, to += 4)
    for (let c: usize = 0; c < <usize>columns; c++) store<f32>(to + c * apart, load<f32>(from + (c << 2)));
}

/**
 * Adds products to 32 sums: of each weight and a line of the panel. With `lists`, a weight is followed by the place of its line; without, lines are
 * `row` bytes apart, and that of a negative weight lies 1 << `shift` bytes further.
 */
@inline
function addLines(weights: usize, end: usize, panel: usize, row: usize, shift: usize, lists: bool, sums: usize, begun: bool): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  if (begun) {
    a = v128.load(sums);
    b = v128.load(sums, 16);
    c = v128.load(sums, 32);
    d = v128.load(sums, 48);
    e = v128.load(sums, 64);
    f = v128.load(sums, 80);
    g = v128.load(sums, 96);
    h = v128.load(sums, 112);
  }
  while (weights < end) {
    const s = v128.load32_splat(weights);
    let p: usize;
    if (lists) {
      p = panel + load<u32>(weights, 4);
      weights += 8;
    } else {
      p = panel + ((<usize>load<u32>(weights) >> 31) << shift);
      weights += 4;
      panel += row;
    }
    a = multiplyAdd(s, v128.load(p), a);
    b = multiplyAdd(s, v128.load(p, 16), b);
    c = multiplyAdd(s, v128.load(p, 32), c);
    d = multiplyAdd(s, v128.load(p, 48), d);
    e = multiplyAdd(s, v128.load(p, 64), e);
    f = multiplyAdd(s, v128.load(p, 80), f);
    g = multiplyAdd(s, v128.load(p, 96), g);
    h = multiplyAdd(s, v128.load(p, 112), h);
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  v128.store(sums, e, 64);
  v128.store(sums, f, 80);
  v128.store(sums, g, 96);
  v128.store(sums, h, 112);
}

function addLists(lists: usize, end: usize, panel: usize, sums: usize, begun: bool): void {
  addLines(lists, end, panel, 0, 0, true, sums, begun);
}

function addWeights(weights: usize, depth: i32, panel: usize, row: usize, shift: usize, sums: usize, begun: bool): void {
  addLines(weights, weights + (<usize>depth << 2), panel, row, shift, false, sums, begun);
}

/**
 * Sorts the weights of each column of a matrix [inner, columns] by sign. For every pass and column: how many bytes those above 0 take, and twice the
 * weights of the pass, those above 0 first, each with the place of its line in the panel; both kinds in the order of the matrix.
 */
export function sortBySign(weights: usize, lists: usize, inner: i32, columns: i32): void {
  const line = <usize>columns << 2;
  for (let first = 0; first < inner; first += DEPTH) {
    const depth = min(DEPTH, inner - first);
    const from = weights + <usize>first * line;
    for (let c = 0; c < columns; c++) {
      const column = from + (<usize>c << 2);
      const begin = lists;
      lists += 8;
      for (let negative = 0; negative < 2; negative++) {
        for (let k: usize = 0; k < <usize>depth; k++) {
          const value = load<f32>(column + k * line);
          if (<i32>(value > 0) == negative) continue;
          store<f32>(lists, value);
          store<u32>(lists, <u32>(k * LINE), 4);
          lists += 8;
        }
        if (!negative) store<u32>(begin, <u32>(lists - begin - 8));
      }
    }
  }
}

/** Adds the products of a pass for each of `some` columns to lines of sums, those of one sign or of both; their lists are `step` bytes apart. */
function addSorted(lists: usize, step: usize, panel: usize, sums: usize, some: i32, begun: bool, kinds: i32): void {
  for (const end = lists + <usize>some * step; lists < end; lists += step) {
    const middle = lists + 8 + load<u32>(lists);
    addLists(lists + 8, middle, panel, sums, begun);
    sums += LINE;
    if (kinds == 1) continue;
    addLists(middle, lists + step, panel, sums, begun);
    sums += LINE;
  }
}

/** Sums of up to 32 rows of x without negative values, for `some` columns from one on: a line of positive sums for each or, of both kinds, one of negative ones as well. */
function sumListed(x: usize, lists: usize, panel: usize, sums: usize, count: i32, inner: i32, columns: i32, begin: i32, some: i32, kinds: i32): void {
  if (count < 32) memory.fill(panel, 0, DEPTH * LINE);
  for (let first = 0; first < inner; first += DEPTH) {
    const depth = min(DEPTH, inner - first);
    const step = <usize>(depth + 1) << 3;
    transpose(x + (<usize>first << 2), <usize>inner << 2, panel, LINE, count, depth);
    addSorted(lists + <usize>begin * step, step, panel, sums, some, first > 0, kinds);
    lists += <usize>columns * step;
  }
}

/**
 * The sums of the positive and of the negative products of `some` columns of a matrix of weights, sorted by sign, and each of `places` rows of x
 * without negative values: out[m, j] and out[m, columns + j]. `room` has place for a panel and 64 sums for each of those columns.
 */
export function signedSums(
  x: usize, lists: usize, out: usize, room: usize, places: i32, inner: i32, columns: i32, begin: i32, some: i32,
): void {
  const sums = room + DEPTH * LINE;
  const wide = <usize>columns << 3;
  for (let m = 0; m < places; m += 32, x += <usize>inner << 7, out += 32 * wide) {
    const count = min(32, places - m);
    sumListed(x, lists, room, sums, count, inner, columns, begin, some, 2);
    const to = out + (<usize>begin << 2);
    transpose(sums, 2 * LINE, to, wide, some, count);
    transpose(sums + LINE, 2 * LINE, to + (<usize>columns << 2), wide, some, count);
  }
}

/** Lays the positive and the negative values of a panel's lines of `half` bytes side by side and, in lines of three, the positive ones again behind them. */
function partBySign(panel: usize, depth: i32, half: usize, line: usize): void {
  const zero = f32x4.splat(0);
  for (const end = panel + <usize>depth * line; panel < end; panel += line - half)
    for (const middle = panel + half; panel < middle; panel += 16) {
      const value = v128.load(panel);
      const positive = f32x4.pmax(zero, value);
      v128.store(panel, positive);
      v128.store(panel + half, f32x4.pmin(zero, value));
      if (line > 2 * half) v128.store(panel + 2 * half, positive);
    }
}

/**
 * The same as `sumListed` for rows of x of any sign, and weights as they are, [columns, inner]: for up to 16 rows half a line of each kind, for up to 32 a
 * line of positive sums.
 */
function sumMixed(x: usize, weights: usize, panel: usize, sums: usize, count: i32, inner: i32, begin: i32, some: i32, kinds: i32): void {
  const line = <usize>inner << 2;
  const half = kinds == 1 ? LINE : HALF;
  const wide = kinds == 1 ? 2 * LINE : 3 * HALF;
  if (<usize>count << 2 < half) memory.fill(panel, 0, DEPTH * wide);
  for (let first = 0; first < inner; first += DEPTH) {
    const depth = min(DEPTH, inner - first);
    transpose(x + (<usize>first << 2), line, panel, wide, count, depth);
    partBySign(panel, depth, half, wide);
    let row = weights + <usize>begin * line + (<usize>first << 2);
    for (let to = sums, end = sums + <usize>some * LINE; to < end; to += LINE, row += line)
      addWeights(row, depth, panel, wide, kinds == 1 ? 7 : 6, to, first > 0);
  }
}

/** The same as `signedSums` for rows of x of any sign, and weights as they are, [columns, inner]. */
export function mixedSums(
  x: usize, weights: usize, out: usize, room: usize, places: i32, inner: i32, columns: i32, begin: i32, some: i32,
): void {
  const sums = room + DEPTH * 3 * HALF;
  const wide = <usize>columns << 3;
  for (let m = 0; m < places; m += 16, x += <usize>inner << 6, out += 16 * wide) {
    const count = min(16, places - m);
    sumMixed(x, weights, room, sums, count, inner, begin, some, 2);
    const to = out + (<usize>begin << 2);
    transpose(sums, LINE, to, wide, some, count);
    transpose(sums + HALF, LINE, to + (<usize>columns << 2), wide, some, count);
  }
}

/** out = x · share, or x · other for negative x. */
@inline
function timesShare(x: usize, other: usize, out: usize, count: i32): void {
  let i = 0;
  const zero = f32x4.splat(0);
  for (; i + 4 <= count; i += 4, x += 16, other += 16, out += 16) {
    const value = v128.load(x);
    v128.store(out, f32x4.mul(value, v128.bitselect(v128.load(other), v128.load(out), f32x4.lt(value, zero))));
  }
  for (; i < count; i++, x += 4, other += 4, out += 4) {
    const value = load<f32>(x);
    store<f32>(out, value * load<f32>(value < 0 ? other : out));
  }
}

/** Multiplies `some` values of each row of a block by the sums of what was distributed to them, lines of `wide` bytes; mixed, the second half of a line is for negative values. */
function writeShares(
  sums: usize, wide: usize, others: usize, x: usize, out: usize, count: i32, line: usize, isMixed: i32, some: i32,
): void {
  transpose(sums, wide, out, line, some, count);
  if (isMixed) transpose(sums + (wide >> 1), wide, others, <usize>some << 2, some, count);
  for (let i: usize = 0; i < <usize>count; i++) timesShare(x + i * line, isMixed ? others + ((i * some) << 2) : out + i * line, out + i * line, some);
}

/**
 * Distributes shares [places, 2, columns] of the positive and of the negative products along them, to `some` of the values of each row of x: out = x times the
 * sum over the weights [inner, columns] of each weight and the share of its product's sign. `isMixed` says that x has negative values.
 * `room` has place for a panel, 32 sums for each of those values and, mixed, 16 more.
 */
export function signedShares(
  shares: usize, weights: usize, x: usize, out: usize, room: usize, places: i32, inner: i32, columns: i32, isMixed: i32, begin: i32, some: i32,
): void {
  const panel = room;
  const sums = room + DEPTH * 2 * LINE;
  const others = sums + <usize>some * LINE;
  const wide = <usize>columns << 3;
  const line = <usize>inner << 2;
  const together = isMixed ? 16 : 32;
  const row = isMixed ? 3 * HALF : 2 * LINE;
  const apart = isMixed ? HALF : LINE;
  x += <usize>begin << 2;
  out += <usize>begin << 2;
  for (let m = 0; m < places; m += together, shares += <usize>together * wide, x += <usize>together * line, out += <usize>together * line) {
    const count = min(together, places - m);
    if (count < together) memory.fill(panel, 0, DEPTH * 2 * LINE);
    for (let first = 0; first < columns; first += DEPTH) {
      const depth = min(DEPTH, columns - first);
      const from = shares + (<usize>first << 2);
      transpose(from, wide, panel, row, count, depth);
      transpose(from + (<usize>columns << 2), wide, panel + apart, row, count, depth);
      if (isMixed) transpose(from, wide, panel + 2 * HALF, row, count, depth);
      let weight = weights + ((<usize>begin * columns + first) << 2);
      for (let to = sums; to < others; to += LINE, weight += <usize>columns << 2)
        addWeights(weight, depth, panel, row, isMixed ? 6 : 7, to, first > 0);
    }
    writeShares(sums, LINE, others, x, out, count, line, isMixed, some);
  }
}

/** Turns the sums of some columns of a block, a line of places of each kind, into what their products are multiplied by, and what arrived into what has no products. */
function divideBlock(sums: usize, arrived: usize, quotients: usize, depth: i32, lanes: usize, isMixed: i32, alpha: f32, beta: f32): bool {
  const zero = f32x4.splat(0);
  let any = zero;
  for (const end = sums + <usize>depth * 2 * lanes; sums < end; sums += lanes, quotients += isMixed ? 2 * lanes : lanes)
    for (const half = sums + lanes; sums < half; sums += 16, arrived += 16, quotients += 16) {
      const r = v128.load(arrived);
      const positive = v128.load(sums);
      const negative = v128.load(sums + lanes);
      const toPositive = positiveQuotient(positive, negative, r, alpha);
      v128.store(quotients, toPositive);
      v128.store(quotients + lanes, negativeQuotient(positive, negative, r, beta));
      if (isMixed) v128.store(quotients + 2 * lanes, toPositive);
      const rest = withoutProducts(positive, negative, r);
      any = v128.or(any, f32x4.ne(rest, zero));
      v128.store(arrived, rest);
    }
  return v128.any_true(any);
}

/** Turns positive sums of a block, a line for each column, into what their products are multiplied by; says whether none is missing where relevance arrived. */
function dividePositive(sums: usize, arrived: usize, room: usize, count: i32, columns: i32): bool {
  const zero = f32x4.splat(0);
  let missing = zero;
  if (count < 32) memory.fill(room, 0, DEPTH * LINE);
  for (let first = 0; first < columns; first += DEPTH) {
    const depth = min(DEPTH, columns - first);
    transpose(arrived + (<usize>first << 2), <usize>columns << 2, room, LINE, count, depth);
    for (let from = room, end = room + <usize>depth * LINE; from < end; from += 16, sums += 16) {
      const r = v128.load(from);
      const positive = v128.load(sums);
      missing = v128.or(missing, v128.andnot(f32x4.ne(r, zero), isPositive(positive)));
      v128.store(sums, positiveQuotient(positive, zero, r, 1));
    }
  }
  return !v128.any_true(missing);
}

/**
 * The rule where β is 0, for up to 32 places: only positive products have a share, so that each weight is multiplied once, forward and back. `back` are the
 * transposed weights as `sortBySign` lists them. False where a unit without positive products has relevance.
 */
function positiveRelevance(
  x: usize, sorted: usize, back: usize, arrived: usize, out: usize, room: usize, count: i32, inner: i32, columns: i32, isMixed: i32,
): bool {
  const kinds = isMixed ? 2 : 1;
  const sums = room + DEPTH * 2 * LINE;
  const shares = sums + <usize>columns * LINE;
  const others = shares + <usize>inner * 2 * LINE;
  if (isMixed) sumMixed(x, sorted, room, sums, count, inner, 0, columns, 1);
  else sumListed(x, sorted, room, sums, count, inner, columns, 0, columns, 1);
  if (!dividePositive(sums, arrived, room, count, columns)) return false;
  for (let first = 0; first < columns; first += DEPTH) {
    const step = <usize>(min(DEPTH, columns - first) + 1) << 3;
    addSorted(back, step, sums + <usize>first * LINE, shares, inner, first > 0, kinds);
    back += <usize>inner * step;
  }
  writeShares(shares, <usize>kinds * LINE, others, x, out, count, <usize>inner << 2, isMixed, inner);
  return true;
}

/**
 * The αβ rule for rows of x: `signedSums` or, mixed, `mixedSums`, `signedQuotients` and `signedShares` in one, block by block. `back` are, where β is 0, the
 * transposed weights as `sortBySign` lists them, and else 0. `even` is written only where some unit without products has relevance, and `found` is 1 then.
 */
export function signedRelevance(
  x: usize, sorted: usize, weights: usize, back: usize, arrived: usize, out: usize, even: usize, found: usize, room: usize,
  places: i32, inner: i32, columns: i32, isMixed: i32, alpha: f32, beta: f32,
): void {
  const together = isMixed ? 16 : 32;
  const lanes: usize = isMixed ? HALF : LINE;
  const row = isMixed ? 3 * HALF : 2 * LINE;
  const block = room + DEPTH * 2 * LINE;
  const sums = block + DEPTH * LINE;
  const shares = sums + <usize>columns * 2 * LINE;
  const others = shares + <usize>inner * LINE;
  const line = <usize>inner << 2;
  const wide = <usize>columns << 2;
  let written = even;
  let any = false;
  for (let m = 0, count = 0; m < places; m += count, x += <usize>count * line, out += <usize>count * line, arrived += <usize>count * wide) {
    count = min(32, places - m);
    if (back && positiveRelevance(x, sorted, back, arrived, out, room, count, inner, columns, isMixed)) continue;
    count = min(together, count);
    if (isMixed) sumMixed(x, sorted, room, sums, count, inner, 0, columns, 2);
    else sumListed(x, sorted, room, sums, count, inner, columns, 0, columns, 2);
    for (let first = 0; first < columns; first += DEPTH) {
      const depth = min(DEPTH, columns - first);
      if (count < together) memory.fill(block, 0, DEPTH * LINE);
      transpose(arrived + (<usize>first << 2), wide, block, lanes, count, depth);
      if (divideBlock(sums + <usize>first * 2 * lanes, block, room, depth, lanes, isMixed, alpha, beta)) {
        const end = even + <usize>(m + count) * wide;
        if (written < end) memory.fill(written, 0, end - written);
        written = end;
        transpose(block, lanes, end - <usize>count * wide + (<usize>first << 2), wide, depth, count);
        any = true;
      }
      let weight = weights + (<usize>first << 2);
      for (let to = shares; to < others; to += LINE, weight += wide) addWeights(weight, depth, room, row, isMixed ? 6 : 7, to, first > 0);
    }
    writeShares(shares, LINE, others, x, out, count, line, isMixed, inner);
  }
  if (any) memory.fill(written, 0, even + <usize>places * wide - written);
  store<f32>(found, any ? 1 : 0);
}

/** Whether any value is below 0: 1 or 0. */
export function anyNegative(x: usize, out: usize, size: i32): void {
  const zero = f32x4.splat(0);
  const end = x + (<usize>size << 2);
  let found = zero;
  for (; x + 16 <= end; x += 16) found = v128.or(found, f32x4.lt(v128.load(x), zero));
  let is = v128.any_true(found);
  for (; x < end; x += 4) is = is || load<f32>(x) < 0;
  store<f32>(out, is ? 1 : 0);
}
