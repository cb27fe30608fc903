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
  kernel,
  bias,
  input: [into, pixelsIn],
  output: [out, pixels],
}: WeightedSum): Step => ({
  forward: (x) => {
    const y = Float64Array.from({ length: out * pixels }, (_, i) => bias?.[i % out] ?? 0);
    for (const { output, cell, input } of places) {
      const at = output * out;
      for (let from = 0; from < into; from++) {
        const value = x[input * into + from];
        const row = (cell * into + from) * out;
        if (value !== 0) for (let to = 0; to < out; to++) y[at + to] += value * kernel[row + to];
      }
    }
    return y;
  },
  backward: (dy) => {
    const dx = new Float64Array(into * pixelsIn);
    for (const { output, cell, input } of places) {
      const at = output * out;
      for (let from = 0; from < into; from++) {
        const row = (cell * into + from) * out;
        let sum = 0;
        for (let to = 0; to < out; to++) sum += dy[at + to] * kernel[row + to];
        dx[input * into + from] += sum;
      }
    }
    return dx;
  },
});
