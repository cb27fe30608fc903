import type { Place } from './places.js';
import type { Step } from './step.js';

/**
 * Max-pooling; of equal values the first is taken.
 *
 * @param places - where its windows meet the image
 * @param channels - channels of a pixel
 * @param pixels - pixels of the output
 * @param steepness - from 0 to 1, of the activation that made a value: where it is flat, nothing depends on which of two is taken
 * @returns the step
 */
export const maximum = (
  places: readonly Place[],
  channels: number,
  pixels: number,
  steepness: (value: number) => number = () => 1,
): Step => {
  const outputs = Int32Array.from(places, ({ output }) => output * channels);
  const inputs = Int32Array.from(places, ({ input }) => input * channels);
  let size = 0;
  let winners: Int32Array = new Int32Array();
  const winnersOf = (x: ArrayLike<number>): Int32Array => {
    const found = new Int32Array(pixels * channels).fill(-1);
    for (let place = 0; place < outputs.length; place++) {
      const [to, from] = [outputs[place], inputs[place]];
      for (let channel = 0; channel < channels; channel++) {
        const best = found[to + channel];
        if (best < 0 || x[from + channel] > x[best]) found[to + channel] = from + channel;
      }
    }
    return found;
  };
  return {
    forward: (x) => {
      size = x.length;
      winners = winnersOf(x);
      return Float64Array.from(winners, (from) => x[from]);
    },
    backward: (dy) => {
      const dx = new Float64Array(size);
      winners.forEach((from, to) => (dx[from] += dy[to]));
      return dx;
    },
    toKink: (x) => {
      const best = winnersOf(x);
      let least = Infinity;
      for (let place = 0; place < outputs.length; place++) {
        const [to, from] = [outputs[place], inputs[place]];
        for (let channel = 0; channel < channels; channel++) {
          const value = x[best[to + channel]];
          const gap = value - x[from + channel];
          if (gap > 0 && gap < least && gap < least * steepness(value)) least = gap / steepness(value);
        }
      }
      return least;
    },
  };
};
