import { argmax } from '@interp/core/internal';
import { byOutput } from './by-output.js';
import type { Place } from './places.js';
import type { Doubt, Step } from './step.js';

/**
 * Max-pooling; of equal values the first is taken.
 *
 * @param places - where its windows meet the image, output by output
 * @param channels - channels of a pixel
 * @param shape - rows and columns of the output
 * @param steepness - from 0 to 1, of the activation that made a value: where it is flat, nothing depends on which of two is taken
 * @returns the step
 */
export const maximum = (
  places: readonly Place[],
  channels: number,
  shape: readonly [rows: number, columns: number],
  steepness: (value: number) => number = () => 1,
): Step => {
  const pixels = shape[0] * shape[1];
  const begins = byOutput(places, pixels);
  const inputs = Int32Array.from(places, ({ input }) => input * channels);
  /** The places of one output's window, in order. */
  const windowOf = (output: number): number[] => {
    const pixel = Math.floor(output / channels);
    return Array.from(inputs.subarray(begins[pixel], begins[pixel + 1]), (from) => from + (output % channels));
  };
  let all: number[][] | undefined;
  return {
    isAffine: false,
    windows: {
      shape: [...shape, channels],
      places: () => (all ??= Array.from({ length: pixels * channels }, (_, output) => windowOf(output))),
    },
    forward: (x) => {
      const y = new Float64Array(pixels * channels).fill(-Infinity);
      for (let pixel = 0; pixel < pixels; pixel++)
        for (let place = begins[pixel]; place < begins[pixel + 1]; place++)
          for (let channel = 0, to = pixel * channels; channel < channels; channel++, to++)
            y[to] = Math.max(y[to], x[inputs[place] + channel]);
      return y;
    },
    at: (x, output) => windowOf(output).reduce((best, place) => Math.max(best, x(place)), -Infinity),
    kink: {
      doubts: (x, within) => {
        const found: Doubt[] = [];
        for (let pixel = 0, output = 0; pixel < pixels; pixel++) {
          const [begin, end] = [begins[pixel], begins[pixel + 1]];
          for (let channel = 0; channel < channels; channel++, output++) {
            let best = -Infinity;
            let next = -Infinity;
            for (let place = begin; place < end; place++) {
              const value = x[inputs[place] + channel];
              if (value > best) {
                next = best;
                best = value;
              } else if (value > next && value < best) next = value;
            }
            if (best - next >= within) continue;
            const near = within * steepness(best);
            if (best - next >= near) continue;
            const among = windowOf(output).filter((place) => best - x[place] < near);
            found.push({ output, among, taken: among.find((place) => x[place] === best) });
          }
        }
        return found;
      },
      decide: ({ among }, exact) => among[argmax(exact)],
    },
  };
};
