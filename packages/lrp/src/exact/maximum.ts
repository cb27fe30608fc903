import { argmax } from '@interp/core/internal';
import { byOutput } from './by-output.js';
import type { WindowCell } from './window-cells.js';
import type { UndecidedElement, Step } from './step.js';

/**
 * Max-pooling; of equal values the first is chosen.
 *
 * @param cells - where its windows meet the image, output by output
 * @param channels - channels of a pixel
 * @param shape - rows and columns of the output
 * @param steepness - from 0 to 1, of the activation that made a value: where it is flat, nothing depends on which of two is chosen
 * @returns the step
 */
export const maximum = (
  cells: readonly WindowCell[],
  channels: number,
  shape: readonly [rows: number, columns: number],
  steepness: (value: number) => number = () => 1,
): Step => {
  const pixels = shape[0] * shape[1];
  const begins = byOutput(cells, pixels);
  const inputs = Int32Array.from(cells, ({ input }) => input * channels);
  /** The input indices of one output's window, in order. */
  const windowOf = (output: number): number[] => {
    const pixel = Math.floor(output / channels);
    return Array.from(inputs.subarray(begins[pixel], begins[pixel + 1]), (from) => from + (output % channels));
  };
  let all: number[][] | undefined;
  return {
    isAffine: false,
    windows: {
      shape: [...shape, channels],
      indices: () => (all ??= Array.from({ length: pixels * channels }, (_, output) => windowOf(output))),
    },
    forward: (x) => {
      const y = new Float64Array(pixels * channels).fill(-Infinity);
      for (let pixel = 0; pixel < pixels; pixel++)
        for (let index = begins[pixel]; index < begins[pixel + 1]; index++)
          for (let channel = 0, to = pixel * channels; channel < channels; channel++, to++)
            y[to] = Math.max(y[to], x[inputs[index] + channel]);
      return y;
    },
    at: (x, output) => windowOf(output).reduce((best, index) => Math.max(best, x(index)), -Infinity),
    kink: {
      undecided: (x, within) => {
        const found: UndecidedElement[] = [];
        for (let pixel = 0, output = 0; pixel < pixels; pixel++) {
          const [begin, end] = [begins[pixel], begins[pixel + 1]];
          for (let channel = 0; channel < channels; channel++, output++) {
            let best = -Infinity;
            let next = -Infinity;
            for (let index = begin; index < end; index++) {
              const value = x[inputs[index] + channel];
              if (value > best) {
                next = best;
                best = value;
              } else if (value > next && value < best) next = value;
            }
            if (best - next >= within) continue;
            const near = within * steepness(best);
            if (best - next >= near) continue;
            const among = windowOf(output).filter((index) => best - x[index] < near);
            found.push({ output, among, chosen: among.find((index) => x[index] === best) });
          }
        }
        return found;
      },
      decide: ({ among }, exact) => among[argmax(exact)],
    },
  };
};
