import { InterpError, shownNames } from '@interp/checks';
import { classifier, type Classifier, type Network } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import { pictureClassifier, type PictureClassifier } from '@interp/images';
import { units, values, type ValuesOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OpenOptions } from './open-options.js';

type Output = Network['outputs'][number];

/** The output that is looked at; `index` says which of its values, where these are no classes. */
export interface LookedAt {
  /** Its name. */
  readonly name: string;
  /** Its shape, with null for the batch and sizes that are open. */
  readonly shape: readonly (number | null)[];
  /** The places of the values, as `3:4`, with a star for all; several with commas between. */
  readonly index?: string;
}

/** Pictures that others are compared with, by what an output has for them. */
export interface References {
  /** As the model takes them, `[k, ...inputShape]`; borrowed. */
  readonly x: tf.Tensor;
  /** What people call them. */
  readonly names: readonly string[];
}

/** What is looked at of a model: its classes, values of an output, or channels or units of a hidden layer. */
export interface Target {
  /** The output, where it is not known by itself. */
  readonly output?: LookedAt;
  /** Whether its classes are none that an image could have as its label: values, channels, units. */
  readonly isHidden?: boolean;
  /** What is known of the model, with the names of the classes: of a value, of the side of the threshold that it is on. */
  readonly settings: ModelSettings;
  /** The same of a network of another input. */
  readonly lookAt: (network: Network, bounds: Classifier['bounds']) => Classifier;
}

const isOfClasses = ({ shape }: Output): boolean => shape.length === 2 && shape[0] === null && shape[1] !== null;

const shown = ({ name, shape }: Output): string => `${name} [${shape.slice(1).join(', ')}]`;

/** The output that is meant: the one that is named, or the only one that may have classes. */
const outputOf = ({ outputs }: Network, name: string | undefined, isDescribed: boolean): Output => {
  if (name === undefined && outputs.length === 1) return outputs[0];
  const found = outputs.filter((output) => (name === undefined ? isOfClasses(output) : output.name === name));
  if (found.length === 1) return found[0];
  if (isDescribed && name === undefined) return found[0] ?? outputs[0];
  const all = shownNames(outputs.map(shown));
  throw new InterpError(
    'bad-option',
    name === undefined
      ? `the model has the outputs ${all}; say which is meant by { output: NAME }`
      : `the option output is ${JSON.stringify(name.slice(0, 40))}; expected one of ${all}`,
  );
};

const textOf = (at: NonNullable<OpenOptions['at']>): string =>
  at.map((place) => (typeof place === 'number' ? String(place) : place.map((one) => one ?? '*').join(':'))).join();

const sides = (threshold: number | undefined): ModelSettings['labels'] =>
  threshold === undefined ? undefined : [`up to ${threshold}`, `above ${threshold}`];

/** What an output has for the references, a row each, as plain numbers: the tensors of a classifier's steps are made of them. */
const rowsOf = (
  source: LayersModel | Network,
  output: string | undefined,
  { x }: References,
): readonly Float32Array[] =>
  tf.tidy(() => {
    const found = values(source, { output, bounds: [-Infinity, Infinity], inputShape: x.shape.slice(1) }).logits(x);
    return tf.split(found, x.shape[0]).map((row) => row.dataSync<'float32'>().slice());
  });

/** Makes a classifier of what is looked at, the references as a tensor for the time being. */
const withReferences = <Made>(
  rows: readonly Float32Array[] | undefined,
  looked: ValuesOptions | undefined,
  make: (looked: ValuesOptions | undefined) => Made,
): Made => {
  if (!rows) return make(looked);
  const similarTo = tf.tensor(rows.map((row) => Array.from(row)));
  try {
    return make({ ...looked, similarTo });
  } finally {
    similarTo.dispose();
  }
};

/**
 * What options look at of the outputs of a model.
 *
 * @param network - the model
 * @param settings - what is known of it
 * @param options - what is looked at
 * @param isDescribed - whether the model is only described, so that any output will do where none is said
 * @param references - in the place of places: the model of one input, and pictures that others are compared with
 * @throws InterpError `bad-option` where it cannot be told which output is meant
 */
export const outputTarget = (
  network: Network,
  settings: ModelSettings,
  { at, sum, threshold, channel, unit, probabilities }: OpenOptions,
  isDescribed: boolean,
  references?: References & { readonly source: LayersModel | Network },
): Target & { readonly classifierOf: (source: LayersModel | Network) => PictureClassifier } => {
  const { returns } = settings;
  if (references && (at ?? channel ?? unit) !== undefined)
    throw new InterpError('bad-option', 'the option similarTo stands in the place of the options at, channel and unit; expected one of them'); // prettier-ignore
  const found = outputOf(network, settings.output, isDescribed);
  const isHidden = (at ?? references) !== undefined;
  const [several, isClasses] = [network.outputs.length > 1, isOfClasses(found) && !isHidden];
  const output = several ? found.name : undefined;
  const looked = isClasses ? undefined : at ? { at, sum, threshold } : references ? { threshold } : {};
  const rows = references && rowsOf(references.source, output, references);
  const labels = sides(threshold) ?? references?.names;
  const known = isHidden ? { ...settings, labels } : settings;
  return {
    settings: known,
    ...(isHidden && { isHidden }),
    output: several || looked ? { name: found.name, shape: found.shape, index: at && textOf(at) } : undefined,
    lookAt: (other, bounds) =>
      withReferences(rows, looked, (what) =>
        what ? values(other, { ...what, output, bounds }) : classifier(other, { output, returns, bounds }),
      ),
    classifierOf: (source) => ({
      ...withReferences(rows, looked, (what) => pictureClassifier(source, { ...known, output, values: what })),
      ...(isHidden && probabilities && { probabilities }),
    }),
  };
};

/**
 * The channels or units of a hidden layer in the place of a model's classes, where options ask for one.
 *
 * @param source - the model, with one input
 * @param own - its classes
 * @param options - what is looked at
 * @returns what is otherwise than of its classes; nothing where no hidden layer is asked for
 * @throws InterpError `bad-option` for a channel or unit of no layer, or a layer that is not there
 */
export const hiddenTarget = (
  source: LayersModel | Network,
  own: Target & Pick<Classifier, 'bounds' | 'inputShape'>,
  { layer, channel, unit, at, probabilities }: OpenOptions,
): (Classifier & Pick<Target, 'isHidden' | 'settings' | 'lookAt'>) | undefined => {
  if ((channel ?? unit) === undefined) return undefined;
  if (at)
    throw new InterpError(
      'bad-option',
      'the option at is of an output, the options channel and unit of a hidden layer; expected one of them',
    );
  if (layer === undefined || (channel !== undefined && unit !== undefined))
    throw new InterpError(
      'bad-option',
      'the options channel and unit are of a hidden layer; expected { layer: NAME } and one of them',
    );
  const { bounds, inputShape } = own;
  const of = unit === undefined ? 'channels' : 'units';
  return {
    ...units(source, layer, { bounds, inputShape, of, probabilities }),
    isHidden: true,
    settings: { ...own.settings, labels: undefined },
    lookAt: (other, range) => units(other, layer, { bounds: range, of, probabilities }),
  };
};
