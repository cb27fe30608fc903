import type { Random } from '@interp/core';

/** Layers of equal area under half a bell curve (Marsaglia & Tsang 2000), for integers of 24 bits and a sign. */
interface Ziggurat {
  /** What an integer of a layer is multiplied by. */
  readonly width: Float64Array;
  /** The integers of a layer below which the point lies under the curve for certain. */
  readonly inside: Int32Array;
  /** Where each layer ends. */
  readonly edge: Float64Array;
  /** The height of the curve there. */
  readonly height: Float64Array;
}

/** Number of layers. */
export const layers = 128;
const tailStart = 3.442619855899;
const area = 9.91256303526217e-3;
const curve = (x: number): number => Math.exp(-0.5 * x * x);

const build = (): Ziggurat => {
  const edge = new Float64Array(layers + 1);
  edge[0] = area / curve(tailStart);
  edge[1] = tailStart;
  for (let i = 1; i < layers - 1; i++) edge[i + 1] = Math.sqrt(-2 * Math.log(area / edge[i] + curve(edge[i])));
  return {
    width: edge.subarray(0, layers).map((x) => x / 2 ** 24),
    inside: Int32Array.from({ length: layers }, (_, i) => Math.floor((edge[i + 1] / edge[i]) * 2 ** 24)),
    edge,
    height: edge.map(curve),
  };
};

/** The layers for the normal distribution. */
export const ziggurat = build();

const tail = (numbers: Random): number => {
  for (;;) {
    const x = -Math.log(1 - numbers.uniform()) / tailStart;
    const y = -Math.log(1 - numbers.uniform());
    if (2 * y > x * x) return tailStart + x;
  }
};

/**
 * What a point at the edge of a layer becomes: itself under the curve, a number of the tail, or another number.
 *
 * @param layer - the layer
 * @param x - the point
 * @param numbers - where more random numbers come from
 * @returns a normally distributed number
 */
export const atEdge = (layer: number, x: number, numbers: Random): number => {
  const { edge, height } = ziggurat;
  let [i, z] = [layer, x];
  for (;;) {
    if (Math.abs(z) < edge[i + 1]) return z;
    if (i === 0) return z < 0 ? -tail(numbers) : tail(numbers);
    if (height[i] + numbers.uniform() * (height[i + 1] - height[i]) < curve(z)) return z;
    i = numbers.integer(layers);
    z = numbers.uniform(-1, 1) * edge[i];
  }
};
