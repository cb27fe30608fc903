import type { AttackedImage, AttackSummary } from './result.js';

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What an attack did to all images together. Images that were wrong before are counted apart, and those that no gradient led away from
 * are not counted as robust.
 *
 * @param items - what became of each
 * @returns counts, rates, medians and means
 */
export const attackSummary = (items: readonly AttackedImage[]): AttackSummary => {
  const fooled = items.filter(({ outcome }) => outcome === 'succeeded');
  const alreadyWrong = items.filter(({ outcome }) => outcome === 'already-wrong').length;
  const masked = items.filter(({ outcome, masked: without }) => outcome === 'failed' && without).length;
  const right = items.length - alreadyWrong;
  return {
    count: items.length,
    alreadyWrong,
    succeeded: fooled.length,
    failed: right - fooled.length - masked,
    masked,
    successRate: right === 0 ? null : fooled.length / right,
    medianL2: median(fooled.map(({ l2 }) => l2)),
    medianLinf: median(fooled.map(({ linf }) => linf)),
    rhoL2: mean(fooled.map(({ rhoL2 }) => rhoL2)),
    rhoLinf: mean(fooled.map(({ rhoLinf }) => rhoLinf)),
  };
};
