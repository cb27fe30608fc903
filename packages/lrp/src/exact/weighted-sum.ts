import { byOutput } from './by-output.js';
import type { WindowCell } from './window-cells.js';
import type { Step } from './step.js';

/** A dense layer or convolution. */
export interface WeightedSum {
  /** Where its window meets the image, output by output; one place for a dense layer. */
  readonly cells: readonly WindowCell[];
  /** `[cells, channelsIn, channelsOut]`, flat. */
  readonly kernel: ArrayLike<number>;
  /** `[channelsOut]`, or nothing. */
  readonly bias: ArrayLike<number> | undefined;
  /** Channels of an input pixel. */
  readonly channelsIn: number;
  /** Channels of an output pixel. */
  readonly channelsOut: number;
  /** Pixels of the output. */
  readonly pixels: number;
}

/** `[cells, channelsIn, channelsOut]` as `[cells, channelsOut, channelsIn]`. */
const byChannelOut = (weights: ArrayLike<number>, into: number, out: number): Float64Array => {
  const kernel = new Float64Array(weights.length);
  for (let cell = 0, from = 0; from < weights.length; cell += into * out)
    for (let i = 0; i < into; i++) for (let o = 0; o < out; o++, from++) kernel[cell + o * into + i] = weights[from];
  return kernel;
};

/**
 * A weighted sum.
 *
 * @param sum - weights and geometry
 * @returns the step
 */
export const weightedSum = ({
  cells,
  kernel: given,
  bias,
  channelsIn: into,
  channelsOut: out,
  pixels,
}: WeightedSum): Step => {
  const weights = Float64Array.from(given);
  const kernel = byChannelOut(weights, into, out);
  const begins = byOutput(cells, pixels);
  const start = new Float64Array(out * pixels).map((_, i) => bias?.[i % out] ?? 0);
  const inputs = Int32Array.from(cells, ({ input }) => input * into);
  const rows = Int32Array.from(cells, ({ cell }) => cell * into * out);
  return {
    isAffine: true,
    forward: (x) => {
      const y = start.slice();
      for (let pixel = 0; pixel < pixels; pixel++)
        for (let index = begins[pixel]; index < begins[pixel + 1]; index++)
          for (let i = 0, row = rows[index]; i < into; i++, row += out) {
            const value = x[inputs[index] + i];
            for (let channel = 0, to = pixel * out; channel < out; channel++, to++)
              y[to] += value * weights[row + channel];
          }
      return y;
    },
    at: (x, to) => {
      const pixel = Math.floor(to / out);
      let sum = start[to];
      for (let index = begins[pixel]; index < begins[pixel + 1]; index++)
        for (let from = 0, row = rows[index] + (to % out) * into; from < into; from++, row++)
          sum += x(inputs[index] + from) * kernel[row];
      return sum;
    },
  };
};
