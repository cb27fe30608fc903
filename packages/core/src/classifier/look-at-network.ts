import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';
import { hasHalfFloats } from '@interp/tape/internal';
import type { Layer } from '../network/layers/layer-reading.js';
import type { Network } from '../network/network.js';
import { outputNetwork } from '../network/parts/output-network.js';
import { isDeclared, type Returns } from '../network/parts/scores-of-values.js';
import type { Step } from '../network/steps.js';
import { seededInputs } from './seeded-inputs.js';
import { areShares, checkShares, sumToOne, unclearShares } from './shares.js';

interface Description {
  readonly className: string;
  readonly config: {
    readonly activation?: unknown;
    readonly layer?: Description;
    readonly cell?: Description;
    readonly layers?: readonly Description[];
  };
}

/** The activation that a layer ends in, or the one that it wraps; `linear` where it names none. */
const activationOf = ({ className, config }: Description): string => {
  const inner = config.layer ?? config.cell ?? config.layers?.at(-1);
  if (inner) return activationOf(inner);
  if (className === 'Softmax') return 'softmax';
  return typeof config.activation === 'string' ? config.activation : 'linear';
};

const keepShares: readonly string[] = ['relu', 'relu6', 'elu', 'leakyRelu'];
const makeShares: readonly string[] = ['softmax', 'sigmoid', 'hardSigmoid'];

/** The activation that a step ends in: `linear` for a step with weights and no activation; undefined if it only passes on its input. */
const endingOf = ({ operator: { kind, activation } }: Step, layer?: Layer): string | undefined => {
  if (!layer) return kind === 'activation' && !keepShares.includes(activation!) ? activation : undefined;
  const own =
    kind === 'opaque' ? activationOf({ className: layer.getClassName(), config: layer.getConfig() }) : activation;
  if (own === undefined || own === 'linear') return layer.weights.length > 0 ? 'linear' : undefined;
  return kind !== 'opaque' && keepShares.includes(own) ? undefined : own;
};

/** Classes of layers that make of numbers from 0 to 1 others from 0 to 1; rectifiers are the only activations that are passed. */
const keepRange =
  /^(?:Average|Multiply|Maximum|Minimum|Concatenate|Flatten|Reshape|Permute|RepeatVector|Activation|(?:Leaky|Thresholded)?ReLU|ELU|(?:Global)?(?:Average|Max)Pooling[123]D|(?:Spatial|Gaussian|Alpha)?Dropout(?:[123]D)?|GaussianNoise|(?:Cropping|UpSampling)2D)$/;

/**
 * The last activation on each path to a network's output; `linear` for a path that ends in a layer with weights, or begins at the input. And
 * whether all layers after them keep to numbers from 0 to 1.
 */
const lastActivations = ({
  steps,
  lowered: { calls },
  ends: [end],
}: Network): { readonly last: ReadonlySet<string>; readonly keptRange: boolean } => {
  const layers = new Map(calls.map(({ use, layer }) => [use, layer]));
  const made = new Map(steps.flatMap((step) => step.outputs.map((name) => [name, step] as const)));
  const found = new Set<string>();
  let keptRange = true;
  const open = new Set([end]);
  // A set is walked in order, what is added meanwhile included.
  for (const name of open) {
    const step = made.get(name);
    const isLinear = !step || (calls.length === 0 && step.operator.withScale);
    const ending = isLinear ? 'linear' : endingOf(step, layers.get(step.layer));
    if (ending !== undefined) found.add(ending);
    else {
      keptRange &&= keepRange.test(step!.layer.type);
      for (const input of step!.inputs) open.add(input);
    }
  }
  return { last: found, keptRange };
};

/** The output for a few seeded inputs; undefined before a backend is there, and where the model cannot run on them. */
const answered = (
  network: Network,
  inputShape: readonly number[],
  bounds: Classifier['bounds'],
): Float32Array | undefined => {
  try {
    let values: Float32Array | undefined;
    tf.tidy(() => {
      const x = seededInputs(network.inputs[0].shape[0] ?? 2, inputShape, bounds);
      const y = network.model ? Object.values(network.run(x))[0] : outputNetwork(network).scores(x);
      values = Float32Array.from(y.dataSync<'float32'>());
    });
    return values;
  } catch {
    return undefined;
  }
};

/** How far values may be beyond 0 and 1, and sums from 1: half floats, which some graphics cards compute with, have three digits. */
const tolerance = (): number => (hasHalfFloats() ? 2e-3 : 1e-5);

/**
 * Finds out what a network returns whose softmax or sigmoid is followed by layers through which scores cannot be read, by running it. A network
 * that ends in a layer with weights and no activation is not run.
 *
 * @param network - one input and one output, `[n, columns]`
 * @param inputShape - the shape of an input
 * @param bounds - lowest and highest value of an input
 * @returns what it returns; undefined if its structure alone tells
 * @throws InterpError `bad-option` where it returns probabilities of which it cannot be told whether they exclude each other
 */
export const returnsOf = (
  network: Network,
  inputShape: readonly number[],
  bounds: Classifier['bounds'],
): Returns | undefined => {
  const [{ scores, shape, probabilities }] = network.outputs;
  if (scores !== 'identity' || isDeclared(network)) return undefined;
  const { last, keptRange } = lastActivations(network);
  const columns = shape[1]!;
  // Averages and products of sigmoids are probabilities again, each class by itself: no answer is needed to tell.
  if (keptRange && [...last].every((activation) => activation === 'sigmoid' || activation === 'hardSigmoid'))
    return 'sigmoid';
  const isStateful = network.lowered.calls.some(({ layer }) => layer.stateful);
  if (isStateful || !makeShares.some((activation) => last.has(activation))) return undefined;
  const values = answered(network, inputShape, bounds);
  const limit = values ? tolerance() : 0;
  if (!values || !areShares(values, limit)) return undefined;
  if (columns === 1) return last.size === 1 && last.has('sigmoid') ? 'sigmoid' : undefined;
  if (last.has('softmax') && sumToOne(values, columns, limit)) return 'probabilities';
  if (probabilities === 'none' || [...last].some((activation) => !makeShares.includes(activation))) return undefined;
  throw unclearShares(`the model "${network.model?.name ?? ''}"`);
};

/** Refuses a network that is said to return probabilities, and returns other numbers for a few seeded inputs. */
export const checkDeclared = (
  network: Network,
  returns: Returns,
  ...seen: [readonly number[], Classifier['bounds']]
): void => {
  const [{ scores, shape }] = network.outputs;
  const values = scores === 'identity' ? answered(network, ...seen) : undefined;
  if (values) checkShares(`the model "${network.model?.name ?? ''}"`, returns, values, shape[1]!, tolerance());
};
