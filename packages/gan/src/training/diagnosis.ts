import type { RecentMeasures } from './measures.js';

/**
 * What can be seen to go wrong in a training:
 * - `discriminator-wins`: it tells every real image from every generated one, and by far, so that the generator learns nothing more
 * - `collapse`: the generated images of a batch hardly differ from each other
 * - `divergence`: logits grow beyond all use
 */
export type GanDiagnosisName = 'discriminator-wins' | 'collapse' | 'divergence';

/** Something that goes wrong. */
export interface GanDiagnosis {
  /** What it is. */
  readonly name: GanDiagnosisName;
  /** The step at which it was noticed. */
  readonly step: number;
  /** A sentence: what was seen and what to do. */
  readonly message: string;
}

/** Steps during which a sign must be there before it is reported; and at first nothing is. */
const patience = 500;
/** All pairs in the right order, and the mean logits so far apart: σ(-5) = 0.7 % is what the discriminator still doubts. */
const allRight = 0.999;
const farApart = 10;
/** Images differ by less than this part of what real ones do. */
const alike = 0.1;
/** Beyond this float32 logits say nothing about an image any more. */
const largeLogit = 1000;
/** Beyond this no patience is of use. */
const hopelessLogit = 1e6;
const largest = ({ realLogit, fakeLogit }: RecentMeasures): number =>
  Math.max(Math.abs(realLogit), Math.abs(fakeLogit));

const signs: readonly {
  readonly name: GanDiagnosisName;
  readonly shows: (now: RecentMeasures) => boolean;
  /** Where it is reported without waiting. */
  readonly atOnce?: (now: RecentMeasures) => boolean;
  readonly says: (now: RecentMeasures) => string;
}[] = [
  {
    name: 'discriminator-wins',
    shows: ({ pairwiseAccuracy, realLogit, fakeLogit }) =>
      pairwiseAccuracy >= allRight && realLogit - fakeLogit >= farApart,
    says: ({ pairwiseAccuracy, realLogit, fakeLogit }) =>
      `the discriminator wins outright: it tells ${(100 * pairwiseAccuracy).toFixed(1)} % of the pairs apart, mean logits ${realLogit.toFixed(1)} and ${fakeLogit.toFixed(1)}, for ${patience} steps; add or raise the R1 penalty, or lower its rate`,
  },
  {
    name: 'collapse',
    shows: ({ spread }) => spread < alike,
    says: ({ spread }) =>
      `the generator has collapsed: its images differ by ${(100 * spread).toFixed(1)} % of what real ones do, for ${patience} steps; add or raise the R1 penalty, or lower the rate`,
  },
  {
    name: 'divergence',
    shows: (now) => largest(now) > largeLogit,
    atOnce: (now) => largest(now) > hopelessLogit,
    says: ({ realLogit, fakeLogit }) =>
      `the training diverges: mean logits ${realLogit.toPrecision(3)} and ${fakeLogit.toPrecision(3)}; lower the rate or add a penalty`,
  },
];

/** Looks at a training's signs one after another; each diagnosis is made once, and again only after it was gone. */
export type GanWatch = (now: RecentMeasures) => readonly GanDiagnosis[];

/**
 * A watch over a training. A diagnosis is made of a sign that was there at every look for 500 steps, or logits beyond a million at once.
 *
 * @returns the watch
 */
export const ganWatch = (): GanWatch => {
  const lasting = new Map<GanDiagnosisName, number>();
  return (now) =>
    signs.flatMap(({ name, shows, atOnce, says }) => {
      const before = lasting.get(name) ?? 0;
      const wait = atOnce?.(now) ? patience : now.steps;
      const after = shows(now) ? before + wait : 0;
      lasting.set(name, after);
      return before < patience && after >= patience ? [{ name, step: now.step, message: says(now) }] : [];
    });
};
