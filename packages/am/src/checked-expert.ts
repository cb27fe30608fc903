import { InterpError } from '@interp/checks';
import type { Classifier, Density } from '@interp/core';
import { checkedDensity } from '@interp/core/internal';

/**
 * An expert whose answers are checked, a density over the classifier's inputs.
 *
 * @param classifier - the classifier
 * @param expert - the expert
 * @returns the same one with checks
 * @throws InterpError `bad-option` for a value that is not a density, `bad-shape`
 */
export const checkedExpert = (classifier: Classifier, expert: Density): Density => {
  const { inputShape: wanted } = classifier;
  const checked = checkedDensity(expert);
  const { inputShape: given } = checked;
  if (given.length !== wanted.length || !wanted.every((size, axis) => size === given[axis]))
    throw new InterpError(
      'bad-shape',
      `the expert knows inputs of shape [${given.join(', ')}] and the classifier of [${wanted.join(', ')}]; expected the same`,
    );
  return checked;
};
