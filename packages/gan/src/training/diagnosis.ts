import type { RecentMeasures } from './measures.js';

/**
 * Problems of a GAN training:
 * - `discriminator-wins`: every real image has a far higher logit than every generated one, so the generator no longer learns
 * - `collapse`: the generated images of a batch hardly differ from each other
 * - `divergence`: the logits grow without bound
 */
export type GanDiagnosisName = 'discriminator-wins' | 'collapse' | 'divergence';

/** A problem found during training. */
export interface GanDiagnosis {
  /** The problem. */
  readonly name: GanDiagnosisName;
  /** The step at which it was found. */
  readonly step: number;
  /** A sentence with the measurement and a remedy. */
  readonly message: string;
}

/** Steps for which a condition must hold before it is reported. */
const patience = 500;
/** Almost all pairs in the right order, with mean logits so far apart that the discriminator errs by σ(-5) = 0.7 %. */
const allRight = 0.999;
const farApart = 10;
/** Generated images whose spread is below this fraction of that of real ones count as collapsed. */
const alike = 0.1;
/** Logits beyond this are useless in float32. */
const largeLogit = 1000;
/** Beyond this, divergence is reported at once. */
const hopelessLogit = 1e6;
const largest = ({ realLogit, fakeLogit }: RecentMeasures): number =>
  Math.max(Math.abs(realLogit), Math.abs(fakeLogit));

const conditions: readonly {
  readonly name: GanDiagnosisName;
  readonly holds: (now: RecentMeasures) => boolean;
  /** A condition under which it is reported at once. */
  readonly atOnce?: (now: RecentMeasures) => boolean;
  readonly message: (now: RecentMeasures) => string;
}[] = [
  {
    name: 'discriminator-wins',
    holds: ({ pairwiseAccuracy, realLogit, fakeLogit }) =>
      pairwiseAccuracy >= allRight && realLogit - fakeLogit >= farApart,
    message: ({ pairwiseAccuracy, realLogit, fakeLogit }) =>
      `the discriminator wins outright: it tells ${(100 * pairwiseAccuracy).toFixed(1)} % of the pairs apart, mean logits ${realLogit.toFixed(1)} and ${fakeLogit.toFixed(1)}, for ${patience} steps; add or raise the R1 penalty, or lower its rate`,
  },
  {
    name: 'collapse',
    holds: ({ spread }) => spread < alike,
    message: ({ spread }) =>
      `the generator has collapsed: its images differ by ${(100 * spread).toFixed(1)} % of what real ones do, for ${patience} steps; add or raise the R1 penalty, or lower the rate`,
  },
  {
    name: 'divergence',
    holds: (now) => largest(now) > largeLogit,
    atOnce: (now) => largest(now) > hopelessLogit,
    message: ({ realLogit, fakeLogit }) =>
      `the training diverges: mean logits ${realLogit.toPrecision(3)} and ${fakeLogit.toPrecision(3)}; lower the rate or add a penalty`,
  },
];

/** Called with each measurement of a training; each diagnosis is reported once, and again only after its condition has ceased. */
export type GanWatch = (now: RecentMeasures) => readonly GanDiagnosis[];

/**
 * Creates a monitor of a training: a condition that holds at every measurement for 500 steps is a diagnosis; logits beyond a million are one at once.
 *
 * @returns the monitor
 */
export const ganWatch = (): GanWatch => {
  const lasting = new Map<GanDiagnosisName, number>();
  return (now) =>
    conditions.flatMap(({ name, holds, atOnce, message }) => {
      const before = lasting.get(name) ?? 0;
      const wait = atOnce?.(now) ? patience : now.steps;
      const after = holds(now) ? before + wait : 0;
      lasting.set(name, after);
      return before < patience && after >= patience ? [{ name, step: now.step, message: message(now) }] : [];
    });
};
