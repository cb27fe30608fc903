import type { Place } from './places.js';
import type { Step } from './step.js';

/** A dense layer or convolution. */
export interface WeightedSum {
  /** Where its window meets the image; one place for a dense layer. */
  readonly places: readonly Place[];
  /** `[cells, channelsIn, channelsOut]`, flat. */
  readonly kernel: ArrayLike<number>;
  /** `[channelsOut]`, or nothing. */
  readonly bias: ArrayLike<number> | undefined;
  /** Channels of an input pixel, and pixels. */
  readonly input: readonly [channels: number, pixels: number];
  /** Channels of an output pixel, and pixels. */
  readonly output: readonly [channels: number, pixels: number];
}

/**
 * A weighted sum.
 *
 * @param sum - weights and geometry
 * @returns the step
 */
export const weightedSum = ({
  places,
  kernel: weights,
  bias,
  input: [into, pixelsIn],
  output: [out, pixels],
}: WeightedSum): Step => {
  const kernel = Float64Array.from(weights);
  const start = Float64Array.from({ length: out * pixels }, (_, i) => bias?.[i % out] ?? 0);
  const outputs = Int32Array.from(places, ({ output }) => output * out);
  const inputs = Int32Array.from(places, ({ input }) => input * into);
  const rows = Int32Array.from(places, ({ cell }) => cell * into * out);
  return {
    forward: (x) => {
      const y = start.slice();
      for (let place = 0; place < rows.length; place++) {
        const [at, first] = [outputs[place], inputs[place]];
        for (let from = 0, row = rows[place]; from < into; from++, row += out) {
          const value = x[first + from];
          if (value !== 0) for (let to = 0; to < out; to++) y[at + to] += value * kernel[row + to];
        }
      }
      return y;
    },
    backward: (dy) => {
      const dx = new Float64Array(into * pixelsIn);
      for (let place = 0; place < rows.length; place++) {
        const [at, first] = [outputs[place], inputs[place]];
        for (let from = 0, row = rows[place]; from < into; from++, row += out) {
          let sum = 0;
          for (let to = 0; to < out; to++) sum += dy[at + to] * kernel[row + to];
          dx[first + from] += sum;
        }
      }
      return dx;
    },
  };
};
