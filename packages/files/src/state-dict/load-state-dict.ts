import { InterpError, isObject, plainText, shownName, shownNames, shownValue } from '@interp/checks';
import { networkOf } from '@interp/core';
import { areFinite, checkBackend, type LayerCall, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SafetensorsEntry } from '../safetensors/entry.js';
import { readSafetensors, type SafetensorsFile } from '../safetensors/read.js';
import { torchOrders, type VectorOrders } from './torch-orders.js';
import { type TorchWeight, torchWeights } from './torch-weights.js';

/**
 * The names of PyTorch's modules by those of layers, or a function from the one to the other. `null` leaves a layer's weights as they are; a layer that is
 * not named, or for which the function gives nothing, is called as its module, or as the last part of the name of one only. `lstm[1]` is the second layer of a stacked module.
 */
export type ModuleNames = Readonly<Record<string, string | null>> | ((layer: string) => string | null | undefined);

/** What was made of a state dict. */
export interface LoadedStateDict {
  /** The modules by the layers that have their weights now. */
  readonly loaded: ReadonlyMap<string, string>;
  /** Tensors of the file that no layer took. */
  readonly unused: readonly string[];
}

/** The tensors of modules, and of which module each is. */
type Modules = ReadonlyMap<string, ReadonlyMap<string, SafetensorsEntry>>;

/** What the file calls a tensor of a module; the network itself is the module without a name. */
const tensorName = (module: string, part: string): string => (module === '' ? part : `${module}.${part}`);

const modulesOf = (tensors: SafetensorsFile['tensors']): Modules => {
  const modules = new Map<string, Map<string, SafetensorsEntry>>();
  for (const [name, entry] of tensors) {
    const end = name.lastIndexOf('.');
    const module = end < 0 ? '' : name.slice(0, end);
    if (!modules.has(module)) modules.set(module, new Map());
    modules.get(module)!.set(name.slice(end + 1), entry);
  }
  return modules;
};

/** The file's tensors; what `torch.save` writes is told from safetensors. */
const tensorsOf = (file: Uint8Array | SafetensorsFile): SafetensorsFile['tensors'] => {
  if (isObject(file) && 'tensors' in file && file.tensors instanceof Map) return file.tensors;
  if (!(file instanceof Uint8Array))
    throw new InterpError('bad-option', `file is ${shownValue(file)}; expected the bytes of a .safetensors file, or what readSafetensors gives`); // prettier-ignore
  if ((file[0] === 0x50 && file[1] === 0x4b) || file[0] === 0x80)
    throw new InterpError(
      'bad-file',
      'the file is what torch.save writes, which can run programs; expected safetensors; in Python: from safetensors.torch import save_file; save_file(model.state_dict(), "weights.safetensors")',
    );
  return readSafetensors(file).tensors;
};

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** The module of a layer, and which of its levels, by its own name. */
const moduleFor = (path: string, modules: Modules, names: ModuleNames, prefix: string): string | null => {
  const given = typeof names === 'function' ? names(path) : Object.hasOwn(names, path) ? names[path] : undefined;
  if (given === null) return null;
  if (given !== undefined) {
    if (typeof given !== 'string')
      throw new InterpError('bad-option', `the map gives the layer ${shownName(path)} ${shownValue(given)}; expected the name of a module, or null`); // prettier-ignore
    return given;
  }
  const dotted = path.replaceAll('/', '.');
  const guesses = [dotted, dotted.replaceAll('_', '.')].flatMap((guess) => [guess, `${prefix}${guess}`]);
  const inner = [...modules.keys()].filter((name) => name.endsWith(`.${dotted}`));
  return guesses.find((guess) => modules.has(guess)) ?? (inner.length === 1 ? inner[0] : dotted);
};

/** What all names of modules begin with, such as `module.` of a model that was trained on several cards. */
const commonPrefix = (modules: Modules): string => {
  const firsts = new Set([...modules.keys()].map((name) => name.split('.')[0]));
  return firsts.size === 1 ? `${[...firsts][0]}.` : '';
};

/** One layer with what is loaded into it. */
interface Wanted {
  readonly path: string;
  readonly call: LayerCall;
  readonly module: string;
  readonly level: number;
  readonly weights: readonly TorchWeight[];
}

const missing = ({ path, module }: Wanted, modules: Modules): InterpError =>
  new InterpError(
    'bad-value',
    `the file has no module ${shownName(module, 60)} for the layer ${shownName(path, 60)}; expected one of ${plainText(shownNames([...modules.keys()].slice(0, 8)), 90)}; say which, as { ${JSON.stringify(plainText(path, 20))}: "…" }, or null`,
  );

/** The tensor of a module that a weight is made of, checked. */
const entryOf = (
  wanted: Wanted,
  part: string,
  weight: TorchWeight,
  own: readonly number[],
  modules: Modules,
): SafetensorsEntry => {
  const { path, module } = wanted;
  const name = tensorName(module, part);
  const [entry, shape] = [modules.get(module)!.get(part), weight.torchShape(own)];
  if (!entry) {
    const advice = `expected ${shown(shape)}${weight.without === undefined ? '' : `, or a layer with ${weight.without}`}`;
    throw new InterpError('bad-value', `the file has no ${shownName(name, 80)} for the layer ${shownName(path, 60)}; ${advice}`); // prettier-ignore
  }
  const isOneSlope = wanted.call.layer.getClassName() === 'PReLU' && sizeOfShape(entry.shape) === 1;
  if (shown(entry.shape) !== shown(shape) && !isOneSlope)
    throw new InterpError(
      'bad-shape',
      `${shownName(name, 80)} has the shape ${shown(entry.shape)}, and the layer ${shownName(path, 60)}, whose weight is ${shown(own)} here, takes ${shown(shape)}; build the layer as the module is`,
    );
  if (!/^(?:F64|F32|F16|BF16)$/.test(entry.dtype))
    throw new InterpError('bad-value', `${shownName(name, 80)} has elements of the type ${entry.dtype}; expected floats; save it by .float()`); // prettier-ignore
  return entry;
};

/** A tensor of finite numbers. */
const tensorOf = (name: string, { data, shape }: SafetensorsEntry): tf.Tensor => {
  const values = Float32Array.from(data as Float32Array);
  if (!areFinite(values))
    throw new InterpError('bad-value', `${shownName(name, 80)} has values that are no finite numbers; expected trained weights`); // prettier-ignore
  return tf.tensor(values, [...shape]);
};

/** The weights of a layer, in the order in which it has them. */
const weightsFor = (wanted: Wanted, modules: Modules): tf.Tensor[] => {
  const { call, path, module, weights } = wanted;
  const shapes = call.layer.weights.map(({ shape }) => shape as readonly number[]);
  if (shapes.length !== weights.length)
    throw new InterpError('unsupported-layer', `the layer ${shownName(path)} has ${shapes.length} weights; expected ${weights.length}; set them yourself, and map it to null`); // prettier-ignore
  return weights.map((weight, i) =>
    tf.tidy(() =>
      weight.parts
        .map((part) => {
          const entry = entryOf(wanted, part, weight, shapes[i], modules);
          return weight.convert(tensorOf(tensorName(module, part), entry), shapes[i]);
        })
        .reduce((sum, other) => tf.add(sum, other)),
    ),
  );
};

/** Refuses a tensor of a module that its layer has no place for, as a bias: without it the layer computes something else. */
const checkTaken = ({ path, module, weights, call }: Wanted, modules: Modules, taken: ReadonlySet<string>): void => {
  const known = new Set(weights.flatMap(({ parts }) => parts));
  for (const part of modules.get(module)!.keys()) {
    const name = tensorName(module, part);
    if (known.has(part) || taken.has(name) || part === 'num_batches_tracked') continue;
    const isNormalised = /_[gv]$/.test(part) && known.has(part.slice(0, -2));
    const advice = isNormalised ? 'take its weight normalisation off before it is saved' : 'build the layer as the module is'; // prettier-ignore
    throw new InterpError(
      'bad-value',
      `the file has ${shownName(name, 80)}, and the layer ${shownName(path, 60)} of type ${call.layer.getClassName()} no place for it; ${advice}`,
    );
  }
};

/** The layers that have weights, each once, with what they are made of. */
const wantedOf = (model: LayersModel, modules: Modules, names: ModuleNames): readonly Wanted[] => {
  const { lowered, inputs } = networkOf(model);
  const calls = lowered.calls.filter(({ layer }, i, all) => all.findIndex((other) => other.layer === layer) === i);
  const shapes = new Map(inputs.map(({ name, shape }) => [name, shape]));
  let orders: ReadonlyMap<LayerCall, VectorOrders> | undefined;
  const prefix = commonPrefix(modules);
  return calls.flatMap((call): Wanted[] => {
    if (call.layer.weights.length === 0) return [];
    const path = call.use.name;
    const found = moduleFor(path, modules, names, prefix);
    if (found === null) return [];
    const [, module, level] = /^(.*?)(?:\[(\d+)\])?$/s.exec(found)!;
    orders ??= torchOrders(lowered.calls, shapes);
    const wanted = { path, call, module, level: Number(level ?? 0) };
    return [{ ...wanted, weights: torchWeights(call, orders.get(call)!, wanted.level) }];
  });
};

/**
 * Loads a PyTorch state dict into a model of the same layers: each layer gets the tensors of the module of its name, brought from PyTorch's layout to
 * that of TensorFlow.js. Convolutions, dense layers, normalisations, embeddings, LSTM and simple recurrent layers, in both directions or stacked; layers
 * that follow a flattened picture get their inputs in the order that they have here. Either all weights are set, or none.
 *
 * @param model - a built model, with its channels last; its weights are replaced
 * @param file - the bytes of a `.safetensors` file, `save_file(model.state_dict(), …)` in Python, or what {@link readSafetensors} gives
 * @param map - the modules of layers that are called otherwise; a nested model's layer is `encoder/conv1`, and its module `encoder.conv1`. Default none
 * @returns which module went into which layer, and the names of tensors that none took
 * @throws InterpError `bad-value` for a module or tensor that is missing, or has no place in its layer; `bad-shape` naming a tensor of another shape, with
 *   both shapes; `bad-file`; `bad-option` for a layer that the map names and the model lacks; `unsupported-layer` for one that PyTorch's weights do not fit
 *
 * @example
 * ```ts
 * import { float32Entry, loadStateDict, writeSafetensors } from '@interp/files';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, name: 'head' })] });
 * const file = writeSafetensors([
 *   ['classifier.1.weight', float32Entry([2, 3], [1, 2, 3, 4, 5, 6])],
 *   ['classifier.1.bias', float32Entry([2], [0, 1])],
 * ]);
 * const { unused } = loadStateDict(model, file, { head: 'classifier.1' });
 * console.log(unused, model.getLayer('head').getWeights()[0].dataSync()); // [] Float32Array(6) [ 1, 4, 2, 5, 3, 6 ]
 * ```
 */
export const loadStateDict = (
  model: LayersModel,
  file: Uint8Array | SafetensorsFile,
  map: ModuleNames = {},
): LoadedStateDict => {
  if (typeof map !== 'function' && !isObject(map))
    throw new InterpError('bad-option', `map is ${shownValue(map)}; expected names of modules by names of layers, or a function`); // prettier-ignore
  checkBackend();
  const tensors = tensorsOf(file);
  const modules = modulesOf(tensors);
  const paths = networkOf(model).layers.map(({ name }) => name);
  const strange = typeof map === 'function' ? undefined : Object.keys(map).find((name) => !paths.includes(name));
  if (strange !== undefined)
    throw new InterpError('bad-option', `map names the layer ${shownName(strange)}, which the model does not have; expected some of ${shownNames(paths)}`); // prettier-ignore
  const wanted = wantedOf(model, modules, map);
  for (const one of wanted) if (!modules.has(one.module)) throw missing(one, modules);
  const taken = new Set(
    wanted.flatMap(({ module, weights }) =>
      weights.flatMap(({ parts }) => parts.map((part) => tensorName(module, part))),
    ),
  );
  for (const one of wanted) checkTaken(one, modules, taken);
  tf.tidy(() => {
    const made = wanted.map((one) => weightsFor(one, modules));
    made.forEach((weights, i) => {
      wanted[i].call.layer.setWeights(weights);
    });
  });
  const isCount = (name: string): boolean => name.endsWith('num_batches_tracked');
  return {
    loaded: new Map(wanted.map(({ path, module }) => [path, module])),
    unused: [...tensors.keys()].filter((name) => !taken.has(name) && !isCount(name)),
  };
};
