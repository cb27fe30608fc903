import { checkText, choice, InterpError, optionsTable, shownName, shownNames } from '@interp/checks';
import { type Classifier, type ClassifierOptions, type Network, networkOf } from '@interp/core';
import {
  asVector,
  classifierOptions,
  inputsLast,
  networkClassifier,
  networkOfPart,
  networkReturning,
  overPlaces,
  ownClassifier,
  sizeOfShape,
  type Step,
} from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkSteps } from './check-steps.js';

/** Options of {@link units}. */
export interface UnitsOptions extends Pick<ClassifierOptions, 'bounds' | 'inputShape' | 'check'> {
  /** What a class is: a channel, whose score is its mean over all places, or each number by itself, in the order of the layer. Default `channels`. */
  readonly of?: 'channels' | 'units';
  /** What makes probabilities of values: `softmax` looks at each against all others, `sigmoid` at each by itself. Default `softmax`. */
  readonly probabilities?: 'softmax' | 'sigmoid';
}

/** Checks and defaults of {@link UnitsOptions}. */
const unitsOptions = optionsTable<UnitsOptions>()({
  bounds: classifierOptions.rules.bounds,
  inputShape: classifierOptions.rules.inputShape,
  check: classifierOptions.rules.check,
  of: choice(['channels', 'units'], { default: 'channels' }),
  probabilities: choice(['softmax', 'sigmoid'], { default: 'softmax' }),
});

/** The network from the input to the channels or units of a layer, `[n, count]`. */
const networkTo = (network: Network, layer: string, of: 'channels' | 'units'): Network => {
  const { lowered, layers } = network;
  const { calls, shapes } = lowered;
  const own = lowered.steps.findLast((step) => step.layer.name === layer);
  const call = calls.find(({ use }) => use.name === layer);
  if (!own && !call)
    throw new InterpError('bad-option', `the network has no layer ${shownName(layer)}; expected ${shownNames(layers.map(({ name }) => name))}`); // prettier-ignore
  const value = own?.outputs[0] ?? lowered.valueOf(layer);
  const [, ...shape] = call?.shape ?? shapes?.get(value) ?? [];
  const isFirst = shape.length === 3 && call?.layer.getConfig()['dataFormat'] === 'channelsFirst';
  const count = of === 'units' ? sizeOfShape(shape as number[]) : (shape.at(isFirst ? 0 : -1) ?? 0);
  if (count < 1 || !Number.isInteger(count) || (of === 'channels' && shape.length > 3))
    throw new InterpError('bad-option', `the layer ${shownName(layer)} returns [${['n', ...shape].join(', ')}]; expected a known number of ${of} of a vector, a row or an image`); // prettier-ignore
  const operators =
    shape.length < 2 ? [] : of === 'units' ? [asVector] : overPlaces('average', shape.length + 1, isFirst);
  const added = operators.map((operator, i): Step => ({
    operator,
    inputs: [i === 0 ? value : `${layer} ${of} ${i - 1}`],
    outputs: [`${layer} ${of} ${i}`],
    layer: { name: `${layer} ${of}`, type: of },
  }));
  return networkOfPart(network, {
    inputs: inputsLast(network),
    steps: [...lowered.steps, ...added],
    outputs: [{ name: layer, shape: [null, count], value: added.at(-1)?.outputs[0] ?? value }],
  });
};

/**
 * The channels or units of a hidden layer as a classifier, so that every method takes them: the relevance of what a channel saw, the image that a unit
 * answers most to, the smallest change that silences it. Scores are the layer's values after its activation (Erhan et al. 2009; Olah et al. 2017).
 *
 * @param source - a built `tf.LayersModel` or a network, with one input; borrowed
 * @param layer - the layer's name, as `network.layers` has it
 * @param options - what a class is, and the bounds of the inputs
 * @returns a classifier with a class for each channel or unit; one channel alone is a value
 * @throws InterpError `bad-option` for a layer that is not there or whose size is open, `unsupported-model`; `unsupported-layer` for a
 *   `tf.LayersModel` with a layer that is computed otherwise here than by `model.predict`
 *
 * @example
 * ```ts
 * import { units } from '@interp/targets';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const conv = layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, name: 'edges', activation: 'relu' });
 * const model = sequential({ layers: [conv, layers.flatten(), layers.dense({ units: 2 })] });
 * console.log(units(model, 'edges').classes, units(model, 'edges', { of: 'units' }).classes); // 4 144
 * ```
 */
export const units = (source: LayersModel | Network, layer: string, options: UnitsOptions = {}): Classifier => {
  const { bounds, inputShape, check, of, probabilities: kind } = unitsOptions.withDefaults(options);
  checkText('layer', layer);
  const network = networkOf(source);
  if (network.inputs.length !== 1)
    throw new InterpError('unsupported-model', `the model has ${network.inputs.length} inputs; expected one`);
  const [{ shape, picture }] = network.inputs;
  const given = inputShape ?? (picture ?? shape).slice(1).map((size) => size ?? 0);
  const made = networkTo(network, layer, of);
  if (check) checkSteps(network, given, bounds);
  const returns = made.outputs[0].shape[1] === 1 ? 'values' : 'logits';
  const found = networkClassifier(networkReturning(made, returns), { bounds, inputShape: given, check: false });
  return ownClassifier({ ...found, probabilities: returns === 'values' && kind === 'softmax' ? 'none' : kind });
};
