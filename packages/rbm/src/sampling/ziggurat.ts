import { exponential } from './exponential.js';
import { singleWord } from './xoshiro.js';

const f = Math.fround;
const layers = 256;
const tailStart = 3.6541528853610088;
const area = 4.92867323399e-3;

/** exp(-x²/2) by its series: additions, multiplications and divisions alone, so that the layers are the same everywhere. */
const curve = (x: number): number => {
  const t = 0.5 * x * x;
  let [sum, term] = [1, 1];
  for (let k = 1; k <= 60; k++) sum += term *= t / k;
  return 1 / sum;
};

/** Where the curve has a height, below some x, by halving. */
const abscissa = (height: number, below: number): number => {
  let [low, high] = [0, below];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (curve(middle) > height) low = middle;
    else high = middle;
  }
  return low;
};

const edge = new Float64Array(layers + 1);
edge[0] = area / curve(tailStart);
edge[1] = tailStart;
for (let i = 1; i < layers - 1; i++) edge[i + 1] = abscissa(area / edge[i] + curve(edge[i]), edge[i]);

/**
 * Layers of equal area under half a bell curve (Marsaglia & Tsang 2000), for integers of 23 bits and a sign: of each layer what an integer
 * is multiplied by and the integer below which the point lies under the curve for certain (256 pairs), where it ends (257) and the height of
 * the curve there (257).
 */
export const ziggurat = Float32Array.from([
  ...Array.from({ length: layers }, (_, i) => [
    edge[i] / 2 ** 23,
    Math.floor((edge[i + 1] / edge[i]) * 2 ** 23),
  ]).flat(),
  ...edge,
  ...edge.map(curve),
]);

const width = (layer: number): number => ziggurat[2 * layer];
const inside = (layer: number): number => ziggurat[2 * layer + 1];
const ends = ziggurat.subarray(2 * layers, 3 * layers + 1);
const heights = ziggurat.subarray(3 * layers + 1);

const unit = (state: Int32Array): number => (singleWord(state) >>> 8) / 16777216;

/** By rejection: 6 beyond the start of the tail there is nothing that 24 bits would show. */
const tail = (state: Int32Array): number => {
  const start = ends[1];
  for (;;) {
    const x = f(start + f(6 * unit(state)));
    if (unit(state) < exponential(f(0.5 * f(f(start * start) - f(x * x))))) return x;
  }
};

/** What a point at the edge of a layer becomes: itself under the curve, a number of the tail, or another number. */
const atEdge = (layer: number, x: number, state: Int32Array): number => {
  let [i, z] = [layer, x];
  while (Math.abs(z) >= ends[i + 1]) {
    if (i === 0) return z < 0 ? -tail(state) : tail(state);
    const level = f(heights[i] + f(unit(state) * f(heights[i + 1] - heights[i])));
    if (level < exponential(f(-0.5 * f(z * z)))) return z;
    const word = singleWord(state);
    i = word & (layers - 1);
    z = f((word >> 8) * width(i));
  }
  return z;
};

/**
 * A normally distributed number.
 *
 * @param word - 32 random bits
 * @param state - its fifth stream decides what falls on an edge
 * @returns a float32
 */
export const normalOf = (word: number, state: Int32Array): number => {
  const layer = word & (layers - 1);
  const signed = word >> 8;
  const x = f(signed * width(layer));
  return Math.abs(signed) < inside(layer) ? x : atEdge(layer, x, state);
};
