import { InterpError, isObject, shownName } from '@interp/checks';
import type { LayerSpec, ModelSpec } from '../config/model-spec.js';
import type { Dataset } from '../hdf5/dataset.js';
import type { Hdf5Group } from '../hdf5/hdf5-file.js';

/** The weights of each layer that is no model, in Keras' order. */
export type LayerWeights = ReadonlyMap<LayerSpec, readonly Dataset[]>;

/** The name of a class as Keras 3 writes it in its files: `Conv2D` as `conv2d`. */
const snakeCase = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** Parts of a layer that hold weights of their own, in the order in which the layer lists them; others follow by name. */
const partsInOrder = ['forward_layer', 'backward_layer', 'query_dense', 'key_dense', 'value_dense', 'output_dense'];

const rank = (name: string): number => (partsInOrder.indexOf(name) + 1 || partsInOrder.length + 1) - 1;

/** Everything that a layer holds, its parts after its own variables. */
const valuesIn = (group: Hdf5Group, depth = 0): readonly Dataset[] => {
  const own = group.group('vars');
  const numbers = [...(own?.names ?? [])].sort((a, b) => Number(a) - Number(b));
  const parts = group.names
    .filter((name) => name !== 'vars' && !name.startsWith('seed_generator') && name !== 'random_generator')
    .sort((a, b) => rank(a.replace(/^_/, '')) - rank(b.replace(/^_/, '')) || (a < b ? -1 : 1));
  const inside = depth < 8 ? parts.flatMap((name) => valuesIn(group.group(name)!, depth + 1)) : [];
  return [...numbers.map((name) => own!.dataset(name)), ...inside];
};

/**
 * The weights of each layer of a `.keras` file.
 *
 * @param file - its `model.weights.h5`
 * @param model - its configuration
 * @returns the weights by layer
 * @throws InterpError `bad-file`, `unsupported-model`
 */
export const kerasWeights = (file: Hdf5Group, model: ModelSpec): LayerWeights => {
  const found = new Map<LayerSpec, readonly Dataset[]>();
  const visit = (group: Hdf5Group, { layers }: ModelSpec): void => {
    // Keras before 2.13 had another name for it.
    const all = group.group('layers') ?? group.group('_layer_checkpoint_dependencies');
    const used = new Map<string, number>();
    const groups = new Map((all?.names ?? []).map((name) => [name, all!.group(name)!]));
    const named = new Map(
      [...groups.values()].flatMap((one) => {
        const name = one.group('vars')?.text('name');
        return name === undefined ? [] : [[name, one] as const];
      }),
    );
    for (const layer of layers.filter(({ isFunction }) => !isFunction)) {
      const kind = snakeCase(layer.type);
      const before = used.get(kind) ?? 0;
      used.set(kind, before + 1);
      const own = named.get(layer.name) ?? groups.get(before > 0 ? `${kind}_${before}` : kind);
      if (layer.model && own) visit(own, layer.model);
      else if (!layer.model) found.set(layer, own ? valuesIn(own) : []);
    }
  };
  visit(file, model);
  return found;
};

/** Layers in a model, also those in models in it. */
const leavesOf = ({ layers }: ModelSpec): readonly LayerSpec[] =>
  layers.flatMap((layer) => (layer.model ? leavesOf(layer.model) : [layer]));

/** The name of the layer in the name of a weight: `block/conv/kernel:0` is of `conv`. */
const ownerOf = (weight: string): string => weight.split('/').at(-2) ?? '';

/**
 * The weights of each layer of a file of HDF5 as Keras 2 and, when asked to, Keras 3 write it.
 *
 * @param group - its group `model_weights`
 * @param model - its configuration
 * @returns the weights by layer
 * @throws InterpError `bad-file`, `unsupported-model`
 */
export const hdf5Weights = (group: Hdf5Group, model: ModelSpec): LayerWeights => {
  const found = new Map<LayerSpec, readonly Dataset[]>();
  for (const layer of model.layers) {
    const own = group.group(layer.name);
    const names = own?.texts('weight_names') ?? [];
    if (!layer.model) {
      found.set(
        layer,
        names.map((name) => own!.dataset(name)),
      );
      continue;
    }
    const leaves = leavesOf(layer.model);
    const owners = new Set(leaves.map(({ name }) => name));
    if (owners.size < leaves.length)
      throw new InterpError(
        'unsupported-model',
        `the model ${shownName(layer.name)} in the model has two layers of one name, whose weights an HDF5 file does not tell apart; save it as .keras`,
      );
    for (const leaf of leaves)
      found.set(
        leaf,
        names.filter((name) => isOf(leaf, name, owners)).map((name) => own!.dataset(name)),
      );
  }
  return found;
};

/** Whether a weight is one of a layer: by the last part of its name that names any layer. */
const isOf = (leaf: LayerSpec, weight: string, owners: ReadonlySet<string>): boolean => {
  const parts = weight.split('/').slice(0, -1);
  const owner = parts.findLast((part) => owners.has(part)) ?? ownerOf(weight);
  return owner === leaf.name || (isObject(leaf.config['layer']) && parts.includes(leaf.name));
};

/**
 * The weights of each layer, given those of all layers by name, as a `model.json` lists them.
 *
 * @param stored - the weights, in their order
 * @param model - the configuration
 * @returns the weights by layer
 * @throws InterpError `unsupported-model` where names do not tell layers apart, `bad-file` for a weight of no layer
 */
export const namedWeights = (stored: readonly (readonly [string, Dataset])[], model: ModelSpec): LayerWeights => {
  const leaves = leavesOf(model).filter(({ isFunction }) => !isFunction);
  const owners = new Map(leaves.map((leaf) => [leaf.name, leaf]));
  if (owners.size < leaves.length)
    throw new InterpError(
      'unsupported-model',
      'the model has two layers of one name, whose weights a model.json does not tell apart; save it as .keras',
    );
  const found = new Map<LayerSpec, Dataset[]>(leaves.map((leaf) => [leaf, []]));
  for (const [name, dataset] of stored) {
    const owner = name
      .split('/')
      .slice(0, -1)
      .findLast((part) => owners.has(part));
    if (owner === undefined)
      throw new InterpError('bad-file', `the weight ${shownName(name)} is of no layer; save the model again`);
    found.get(owners.get(owner)!)!.push(dataset);
  }
  return found;
};
