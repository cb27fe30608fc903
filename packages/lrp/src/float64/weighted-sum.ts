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

/** `y[at…] += value · row` */
const addMultiple = (
  y: Float64Array,
  at: number,
  value: number,
  kernel: Float64Array,
  row: number,
  length: number,
): void => {
  for (let i = 0; i < length; i++) y[at + i] += value * kernel[row + i];
};

/** The inner product of `dy[at…]` and a row. */
const product = (dy: Float64Array, at: number, kernel: Float64Array, row: number, length: number): number => {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += dy[at + i] * kernel[row + i];
  return sum;
};

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
          if (value !== 0) addMultiple(y, at, value, kernel, row, out);
        }
      }
      return y;
    },
    backward: (dy) => {
      const dx = new Float64Array(into * pixelsIn);
      for (let place = 0; place < rows.length; place++) {
        const [at, first] = [outputs[place], inputs[place]];
        for (let from = 0, row = rows[place]; from < into; from++, row += out) {
          dx[first + from] += product(dy, at, kernel, row, out);
        }
      }
      return dx;
    },
  };
};
