import { byOutput } from './by-output.js';
import type { Place } from './places.js';
import type { Step } from './step.js';

/** A dense layer or convolution. */
export interface WeightedSum {
  /** Where its window meets the image, output by output; one place for a dense layer. */
  readonly places: readonly Place[];
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
  channelsIn: into,
  channelsOut: out,
  pixels,
}: WeightedSum): Step => {
  const kernel = new Float64Array(weights);
  const begins = byOutput(places, pixels);
  const start = new Float64Array(out * pixels).map((_, i) => bias?.[i % out] ?? 0);
  const outputs = Int32Array.from(places, ({ output }) => output * out);
  const inputs = Int32Array.from(places, ({ input }) => input * into);
  const rows = Int32Array.from(places, ({ cell }) => cell * into * out);
  return {
    isAffine: true,
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
    at: (x, to) => {
      const pixel = Math.floor(to / out);
      let sum = start[to];
      for (let place = begins[pixel]; place < begins[pixel + 1]; place++)
        for (let from = 0, row = rows[place] + (to % out); from < into; from++, row += out)
          sum += x(inputs[place] + from) * kernel[row];
      return sum;
    },
  };
};
