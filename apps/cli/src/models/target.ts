import { shownNames } from '@interp/checks';
import { classifier, type Network } from '@interp/core';
import { values } from '@interp/targets';
import type { ModelSettings } from '@interp/files/node';
import { UsageError } from '../shell/failure.js';
import type { HiddenOptions } from '../shell/hidden-options.js';
import type { LoadedModel } from './loaded-model.js';

type Output = Network['outputs'][number];

const isOfClasses = ({ shape }: Output): boolean => shape.length === 2 && shape[0] === null && shape[1] !== null;

const shown = ({ name, shape }: Output): string => `${name} [${shape.slice(1).join(', ')}]`;

/** The output that is meant: the one that is named, or the only one that may have classes. */
const outputOf = ({ outputs }: Network, name: string | undefined, isDescribed: boolean): Output => {
  if (name === undefined && outputs.length === 1) return outputs[0];
  const found = outputs.filter((output) => (name === undefined ? isOfClasses(output) : output.name === name));
  if (found.length === 1) return found[0];
  if (isDescribed && name === undefined) return found[0] ?? outputs[0];
  const all = shownNames(outputs.map(shown));
  throw new UsageError(
    name === undefined
      ? `the model has the outputs ${all}; say which is meant by --output NAME`
      : `--output is ${JSON.stringify(name.slice(0, 40))}; expected one of ${all}`,
  );
};

/** What is looked at of a model, and what is known of it: classes of a value are called by the side of the threshold that it is on. */
export interface Target extends Pick<LoadedModel, 'output' | 'lookAt' | 'isHidden' | 'settings'> {
  /** Options of `pictureClassifier`. */
  readonly options: { readonly output?: string; readonly values?: NonNullable<Parameters<typeof values>[1]> };
}

const labelsOf = ({ labels }: ModelSettings, { index, above }: HiddenOptions): ModelSettings['labels'] => {
  if (!index) return labels;
  return above === undefined ? undefined : [`up to ${above}`, `above ${above}`];
};

const textOf = (index: NonNullable<HiddenOptions['index']>): string =>
  index.map((place) => (typeof place === 'number' ? String(place) : place.map((one) => one ?? '*').join(':'))).join();

/**
 * What is looked at of a model: classes, or values of an output.
 *
 * @throws UsageError where it cannot be told which output is meant
 */
export const targetOf = (network: Network, settings: ModelSettings, looking: HiddenOptions): Target => {
  const { output: name, returns } = settings;
  const { index, above, isDescribed = false } = looking;
  const found = outputOf(network, name, isDescribed);
  const [several, isClasses] = [network.outputs.length > 1, isOfClasses(found) && !index];
  const output = several ? found.name : undefined;
  const chosen = index && { at: index, sum: index.length > 1 || index.flat().includes(null), threshold: above };
  const options = { output, ...(!isClasses && { values: chosen ?? {} }) };
  const { values: looked } = options;
  return {
    options,
    settings: { ...settings, labels: labelsOf(settings, looking) },
    ...(index && { isHidden: true }),
    output: several || looked ? { name: found.name, shape: found.shape, index: index && textOf(index) } : undefined,
    lookAt: (other, bounds) =>
      looked ? values(other, { ...looked, output, bounds }) : classifier(other, { output, returns, bounds }),
  };
};
