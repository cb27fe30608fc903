import { InterpError, isObject, plainText, shownName } from '@interp/checks';
import { layerOptions } from './layer-options.js';
import {
  type Argument,
  type Call,
  type Json,
  type LayerSpec,
  type ModelSpec,
  type Reference,
  startsBuilt,
} from './model-spec.js';

const ownClasses = /^Custom>(?:CustomScaleLayer|LayerScale|StochasticDepth)$/;

/** Most layers of a model, and most models in each other. */
const most = { layers: 20_000, depth: 32 };

const damaged = (what: string): InterpError =>
  new InterpError('bad-file', `the model's configuration ${what}; expected that of a model of Keras; save it again`);

/** A list, empty where a value is none. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

const isShape = (value: unknown): value is readonly (number | null)[] =>
  Array.isArray(value) && value.every((n) => n === null || Number.isInteger(n));

/** What Keras 3 writes for an output of a call. */
const tensorOf = (value: unknown): Reference | undefined => {
  if (!isObject(value) || value['class_name'] !== '__keras_tensor__' || !isObject(value['config'])) return undefined;
  const [layer, call, tensor] = list(value['config']['keras_history']);
  return { layer: String(layer), call: Number(call), tensor: Number(tensor) };
};

/** Makes references of calls as Keras 2 counts them into references as Keras 3 counts them. */
type Recount = (reference: Reference) => Reference;

const oldReference = (value: unknown, recount: Recount): Reference => {
  const [layer, call, tensor = 0] = list(value);
  return recount({ layer: String(layer), call: Number(call), tensor: Number(tensor) });
};

const isOldReference = (value: unknown): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && value.length >= 3;

const namedArguments = (options: unknown, recount: Recount): Record<string, Argument> =>
  Object.fromEntries(
    Object.entries(isObject(options) ? options : {}).flatMap(([name, value]): [string, Argument][] => {
      if (value === null || (name === 'training' && value !== true)) return [];
      const tensor = tensorOf(value) ?? (isOldReference(value) ? oldReference(value, recount) : undefined);
      return [[name, tensor ?? { value }]];
    }),
  );

/** A call as Keras 2 writes it: a list of `[layer, call, tensor, options]`. */
const oldCall = (node: unknown, recount: Recount): Call => {
  // Functions between layers, which Keras 2 calls with one value, are written without the outer list.
  const given = isOldReference(node) ? [node] : list(node);
  const inputs = given.map((input): Argument => {
    if (list(input)[0] === '_CONSTANT_VALUE') return { value: list(input)[2] };
    return oldReference(input, recount);
  });
  return { inputs, named: namedArguments(list(given[0])[3], recount) };
};

/** A call as Keras 3 writes it: `args` and `kwargs`, in which tensors are objects. */
const newCall = (node: Json): Call => {
  // What `predict` says of training holds in Keras 3 for every layer, whatever its call said.
  const { kwargs } = node;
  const options = Object.fromEntries(
    Object.entries(isObject(kwargs) ? kwargs : {}).filter(([name]) => name !== 'training'),
  );
  const inputs = list(node['args']).flatMap((value): Argument[] => {
    const tensors = list(value).map(tensorOf);
    if (tensors.length > 0 && tensors.every((tensor) => tensor !== undefined)) return tensors;
    return [tensorOf(value) ?? { value }];
  });
  return { inputs, named: namedArguments(options, (same) => same) };
};

const inputShapesOf = (nodes: readonly unknown[], config: Json): LayerSpec['inputShapes'] => {
  const [first] = nodes;
  if (!isObject(first)) {
    const { input_shape: shape } = config;
    return isShape(shape) ? [shape] : list(shape).filter(isShape);
  }
  return list(first['args'])
    .flatMap((value): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .flatMap((value) => {
      const shape = isObject(value) && isObject(value['config']) ? value['config']['shape'] : undefined;
      return isShape(shape) ? [shape] : [];
    });
};

/** References to ends of a model; Keras 2 and 3 leave out the outer list where there is one. */
const ends = (value: unknown, recount: Recount): readonly Reference[] => {
  const all = isOldReference(value) ? [value] : isObject(value) ? Object.values(value) : list(value);
  return all.map((one) => tensorOf(one) ?? oldReference(one, recount));
};

/** Whether a layer computes with weights of few bits. */
const isQuantised = ({ dtype, quantization_config: quantisation = null }: Json): boolean =>
  (isObject(dtype) && /^Quantized/.test(String(dtype['class_name']))) || quantisation !== null;

class ConfigReader {
  #layers = 0;
  readonly #isKeras3: boolean;

  constructor(isKeras3: boolean) {
    this.#isKeras3 = isKeras3;
  }

  model(description: Json, depth: number): ModelSpec | undefined {
    const { class_name: kind, config } = description;
    const type = kind === 'Model' ? 'Functional' : kind;
    if (type !== 'Functional' && type !== 'Sequential') return undefined;
    if (depth > most.depth) throw damaged(`has more than ${most.depth} models in each other`);
    // Old sequential models have a list in the place of an object.
    const options: Json = isObject(config) ? config : { layers: config };
    const described = list(options['layers']).filter(isObject);
    const layers = described.map((layer) => this.layer(layer, depth + 1));
    const names = new Set<string>();
    for (const { name } of layers) {
      if (names.has(name)) throw damaged(`has two layers ${shownName(name)}`);
      names.add(name);
    }
    const isOld = described.some((layer) => list(layer['inbound_nodes']).some(Array.isArray));
    const recount: Recount = isOld ? this.#recount(layers) : (same) => same;
    const complete = layers.map((layer, i) => ({ ...layer, calls: this.#calls(described[i], recount) }));
    return {
      type,
      name: typeof options['name'] === 'string' ? options['name'] : 'model',
      layers: complete,
      inputs: type === 'Functional' ? ends(options['input_layers'], recount) : [],
      outputs: type === 'Functional' ? ends(options['output_layers'], recount) : [],
    };
  }

  layer(description: Json, depth: number): LayerSpec {
    if (++this.#layers > most.layers) throw damaged(`has more than ${most.layers} layers`);
    const { class_name: full, config: given, module } = description;
    // What Keras' own applications register.
    const type = typeof full === 'string' && ownClasses.test(full) ? full.replace('Custom>', '') : full;
    const config = isObject(given) ? given : {};
    const name = description['name'] ?? config['name'];
    const model = this.model(description, depth);
    if (typeof type !== 'string') throw damaged('has a layer without a class');
    if (typeof name !== 'string' && model === undefined)
      throw damaged(`has a layer ${plainText(type, 40)} without a name`);
    if (isQuantised(config))
      throw new InterpError(
        'unsupported-layer',
        `the layer ${shownName(typeof name === 'string' ? name : type)} has quantised weights, which are not read; save the model before it is quantised`,
      );
    const nodes = list(description['inbound_nodes']);
    const { layer: wrapped, cell } = config;
    return {
      type,
      name: typeof name === 'string' ? name : model!.name,
      config: model
        ? {}
        : {
            ...layerOptions(config, this.#isKeras3),
            ...(isObject(wrapped) && { layer: this.#wrapped(wrapped, depth) }),
            ...(isObject(cell) && { cell: this.#wrapped(cell, depth) }),
          },
      isFunction: this.#isFunction(module, config, model !== undefined || type === 'InputLayer'),
      inputShapes: inputShapesOf(nodes, isObject(description['build_config']) ? description['build_config'] : {}),
      calls: [],
      ...(model && { model }),
    };
  }

  /** Functions have no type and no weights; a file of HDF5 does not say their module. */
  #isFunction(module: unknown, config: Json, isLayer: boolean): boolean {
    if (typeof module === 'string') return module.startsWith('keras.src.ops');
    return this.#isKeras3 && !isLayer && !('dtype' in config) && !('trainable' in config);
  }

  #wrapped(description: Json, depth: number): Json {
    const { type, config } = this.layer(description, depth + 1);
    return { class_name: type, config };
  }

  #recount(layers: readonly LayerSpec[]): Recount {
    const built = new Set(layers.filter((layer) => layer.model && startsBuilt(layer)).map(({ name }) => name));
    return (reference) => (built.has(reference.layer) ? { ...reference, call: reference.call - 1 } : reference);
  }

  #calls(description: Json, recount: Recount): readonly Call[] {
    return list(description['inbound_nodes']).map((node) => (isObject(node) ? newCall(node) : oldCall(node, recount)));
  }
}

/**
 * Reads the configuration of a model of Keras 2 or 3.
 *
 * @param json - `config.json` of a `.keras` file, or the attribute `model_config` of a file of HDF5
 * @param isKeras3 - whether Keras 3 wrote it, which has another `hard_sigmoid`
 * @returns the model, in one form for both
 * @throws InterpError `bad-file`; `unsupported-model` for a model of a class of its own
 */
export const readConfig = (json: string, isKeras3: boolean): ModelSpec => {
  let description: unknown;
  try {
    description = JSON.parse(json);
  } catch (cause) {
    throw new InterpError('bad-file', damaged('is no JSON').message, { cause });
  }
  if (!isObject(description)) throw damaged('is no object');
  const model = new ConfigReader(isKeras3).model(description, 0);
  if (model) return model;
  throw new InterpError(
    'unsupported-model',
    `the model is of the class ${shownName(String(description['class_name']))}, written in Python; expected a Sequential or Functional model; rebuild it as one and save it again`,
  );
};
