import { isObject } from '@interp/checks';
import type { Json } from './model-spec.js';

/** Names of activations of Keras 3 that TensorFlow.js knows by another one. */
const activationNames: Readonly<Record<string, string>> = {
  silu: 'swish',
  hard_swish: 'hard_silu',
};

/** The name of a function that Keras 3 wrote as an object. */
const functionName = (value: Json): string => {
  const { config, class_name: kind, registered_name: registered } = value;
  if (typeof config === 'string') return config;
  return String(registered ?? kind);
};

/** A layer in the place of an activation, where its options are Keras' own: its name as a function. */
const layerAsActivation = (value: Json): string | undefined => {
  const { class_name: kind, config } = value;
  const { max_value: most = null, negative_slope: slope = 0, threshold = 0 } = isObject(config) ? config : {};
  if (kind !== 'ReLU' || Number(slope) !== 0 || Number(threshold) !== 0) return undefined;
  return most === null ? 'relu' : Number(most) === 6 ? 'relu6' : undefined;
};

/** An activation by the name that both Keras 2 and TensorFlow.js have for it, or its own. */
const activationName = (value: unknown, isKeras3: boolean): unknown => {
  if (value === null || value === undefined) return 'linear';
  const name = isObject(value) ? (layerAsActivation(value) ?? functionName(value)) : value;
  if (typeof name !== 'string') return name;
  return isKeras3 && name === 'hard_sigmoid' ? 'hard_sigmoid_3' : (activationNames[name] ?? name);
};

/** The type of numbers, which Keras 3 writes as an object; weights and values are computed as float32 here. */
const typeName = (value: unknown): unknown => {
  const name =
    isObject(value) && isObject(value['config']) ? (value['config']['name'] ?? value['config']['source_name']) : value;
  return typeof name === 'string' && /float/.test(name) ? 'float32' : name;
};

/** The regulariser of Keras 3 as Keras 2 and TensorFlow.js have it; left out where they have none. */
const regulariser = (value: unknown): unknown => {
  if (!isObject(value) || !/^L[12]{1,2}$/.test(String(value['class_name']))) return null;
  const { l1 = 0, l2 = 0 } = isObject(value['config']) ? value['config'] : {};
  return { class_name: 'L1L2', config: { l1, l2 } };
};

const constraints = ['MaxNorm', 'MinMaxNorm', 'NonNeg', 'UnitNorm'];

const constraint = (value: unknown): unknown =>
  isObject(value) && constraints.includes(String(value['class_name']))
    ? { class_name: value['class_name'], config: value['config'] }
    : null;

/** Options of Keras 3 that Keras 2 named otherwise. */
const renamed: Readonly<Record<string, string>> = { batch_shape: 'batch_input_shape' };

/** One option, or none where it does not matter to a model whose weights are read from a file. */
const option = (name: string, value: unknown, isKeras3: boolean): readonly [string, unknown] | undefined => {
  if (name.endsWith('_initializer')) return undefined;
  if (name.endsWith('_regularizer')) return [name, regulariser(value)];
  if (name.endsWith('_constraint')) return [name, constraint(value)];
  if (name === 'activation' || name === 'recurrent_activation') return [name, activationName(value, isKeras3)];
  if (name === 'dtype') return [name, typeName(value)];
  if (name === 'axis' && Array.isArray(value) && value.length === 1) return [name, value[0]];
  return [renamed[name] ?? name, value];
};

/** Options that change what a layer is made of, and nothing that it computes. */
const unread = new Set([
  'quantization_config',
  'sparse',
  'ragged',
  'optional',
  'synchronized',
  'seed',
  'lora_rank',
  'lora_alpha',
]);

/**
 * The options of a layer in one form: Keras 3's objects for activations, types, regularisers as the names and objects of Keras 2. Initialisers
 * are left out.
 *
 * @param config - as the file has it
 * @param isKeras3 - whether Keras 3 wrote it
 * @returns a copy
 */
export const layerOptions = (config: Json, isKeras3: boolean): Json =>
  Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) => {
      const kept = unread.has(name) ? undefined : option(name, value, isKeras3);
      return kept ? [kept] : [];
    }),
  );
