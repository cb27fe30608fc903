import type { Plane } from './picture.js';
import { withoutRuledLines } from './ruled-lines.js';

/** Strokes may be darker or brighter than what they are on. */
export type InkSide = 'dark' | 'bright';

/** How far each pixel is from the paper, to one side. */
export interface Ink {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** From 0, which is paper, to 1, the whole range of grey: what it would be in the best light of the picture. */
  readonly strength: Float32Array;
  /** 1 where there is ink. */
  readonly mask: Uint8Array;
  /** The usual strength of ink. */
  readonly level: number;
}

/** Least difference from the paper that is taken for ink. */
const leastStrength = 0.03;
/** Part of the usual strength from which on it is ink. */
const share = 0.42;
/** How many standard deviations of noise ink is above. */
const noises = 5;
const bins = 1024;

/** Twice the median of absolute values, or so: the standard deviation that normal noise of this median has. */
const deviation = (counts: Float64Array): number => {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let [bin, below] = [0, 0];
  while (bin < bins && below + counts[bin] < half) below += counts[bin++];
  return (1.4826 * (bin + (counts[bin] > 0 ? (half - below) / counts[bin] : 0))) / bins;
};

/** The noise of paper, from differences to it and from differences between neighbours. */
const noiseOf = (difference: Float32Array): number => {
  const [own, beside] = [new Float64Array(bins + 1), new Float64Array(bins + 1)];
  // No calls of Math within loops over pixels: test runners look that name up each time, which takes longer than all the rest.
  const count = (counts: Float64Array, value: number): void => {
    const bin = (value < 0 ? -value : value) * bins;
    counts[bin < bins ? bin | 0 : bins]++;
  };
  for (let at = 1; at < difference.length; at++) {
    count(own, difference[at]);
    count(beside, difference[at] - difference[at - 1]);
  }
  return Math.max(deviation(own), deviation(beside) / Math.SQRT2);
};

/** The strength that half of the ink has, the strong counted more. */
const usualStrength = (strength: Float32Array, mask: Uint8Array): number => {
  const counts = new Float64Array(bins + 1);
  let all = 0;
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const value = strength[at] < 1 ? strength[at] : 1;
    counts[(bins * value) | 0] += value * value;
    all += value * value;
  }
  let [bin, below] = [0, 0];
  while (bin < bins && below < all / 2) below += counts[bin++];
  return bin / bins;
};

const maskOf = (strength: Float32Array, threshold: number): Uint8Array => {
  const mask = new Uint8Array(strength.length);
  for (let at = 0; at < mask.length; at++) if (strength[at] > threshold) mask[at] = 1;
  return mask;
};

/**
 * Finds the ink of a picture on one side of its paper: what stands out from the noise, without ruled lines.
 *
 * @param plane - the picture
 * @param paper - the paper of it
 * @param side - whether strokes are darker or brighter
 * @returns the ink; its mask is empty where there is none
 */
export const inkOf = ({ width, height, values }: Plane, paper: Float32Array, side: InkSide): Ink => {
  const best = paper.reduce((most, value) => (value > most ? value : most), 0);
  const strength = new Float32Array(values.length);
  const range = side === 'dark' ? 255 : -255;
  for (let at = 0; at < values.length; at++) {
    const share = paper[at] / best;
    const light = best < 32 ? 1 : share > 0.25 ? share : 0.25;
    strength[at] = (paper[at] - values[at]) / (range * light);
  }
  const least = Math.max(leastStrength, noises * noiseOf(strength));
  const sized = (mask: Uint8Array) => withoutRuledLines({ width, height, mask });
  const level = usualStrength(strength, sized(maskOf(strength, least)));
  const mask = sized(maskOf(strength, Math.max(least, share * level)));
  return { width, height, strength, mask, level };
};
