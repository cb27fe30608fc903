import { isObject, shownName, type InterpError, type InterpErrorCode } from '@interp/checks';

/** An object of a JSON file. */
export type Json = Readonly<Record<string, unknown>>;

/** Makes the error from a short description; its code is `bad-file` where none is given. */
export type Refuse = (what: string, code?: InterpErrorCode) => InterpError;

/** One call of a layer, as the file lists it. */
export interface LayerCall {
  /** The called layer's name. */
  readonly layer: string;
  /** Its inputs: the output `tensor` of the `call`-th call of another layer. */
  readonly inputs: readonly { readonly layer: string; readonly call: number; readonly tensor: number }[];
  /** Its keyword arguments. */
  readonly options: Json;
}

/** Limit on units, filters or elements along an axis of a layer from a file. */
const largest = 2 ** 24;

/** Limit on the number of layers: TensorFlow.js takes seconds for as many, and their square for more. */
const most = 20_000;

/** Limit on the nesting depth of models. */
const deepest = 32;

/** Options that determine the size of a layer's weights or outputs. */
const sizes = [
  'units',
  'filters',
  'kernel_size',
  'batch_input_shape',
  'input_dim',
  'output_dim',
  'depth_multiplier',
  'target_shape',
  'pool_size',
  'padding',
  'size',
  'n',
];

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** The layers of a model, given its `config`: an object, or for old sequential models the list itself. */
export const layersOf = (config: unknown): readonly Json[] =>
  (isObject(config) ? list(config['layers']) : list(config)).filter(isObject);

/** Whether a description is one of a functional model. */
export const isFunctional = ({ class_name: kind }: Json): boolean => kind === 'Model' || kind === 'Functional';

/** Whether TensorFlow.js counts the making of a layer as its first call. */
const startsBuilt = (description: Json): boolean => {
  const { class_name: kind, config } = description;
  if (kind !== 'Sequential') return isFunctional(description) || kind === 'InputLayer';
  const [first] = layersOf(config);
  return (
    first !== undefined && (startsBuilt(first) || (isObject(first['config']) && 'batch_input_shape' in first['config']))
  );
};

const inputOf = (input: unknown): LayerCall['inputs'][number] => {
  const [layer, call, tensor] = list(input);
  return { layer: String(layer), call: Number(call), tensor: Number(tensor ?? 0) };
};

const callOf = (layer: string, inputs: unknown): LayerCall => {
  const options = list(list(inputs).at(-1))[3];
  return { layer, inputs: list(inputs).map(inputOf), options: isObject(options) ? options : {} };
};

interface Pending extends LayerCall {
  needs: readonly Pending[];
  seen: number;
  state: 'new' | 'open' | 'done';
}

/**
 * The calls of a functional model's layers in an order in which each can be made: after its inputs, and after the layer's call before.
 *
 * @throws the error of `refuse` for a call that waits for itself or for none, and for two layers of one name
 */
export const sortedCalls = (layers: readonly Json[], refuse: Refuse): readonly LayerCall[] => {
  /** The calls of each layer; the making of a layer is none that has to be made. */
  const calls = new Map<string, (Pending | undefined)[]>();
  for (const layer of layers) {
    const name = String(layer['name']);
    if (!isObject(layer['config']) || layer['config']['name'] !== name || calls.has(name))
      throw refuse(`has a layer ${shownName(name)} of two names or two of one`);
    const own = list(layer['inbound_nodes']).map((inputs): Pending => {
      return { ...callOf(name, inputs), needs: [], seen: 0, state: 'new' };
    });
    calls.set(name, startsBuilt(layer) ? [undefined, ...own] : own);
  }
  const waits = (name: string): Error => refuse(`has a layer ${shownName(name)} that waits for itself or for none`);
  const callMade = (by: string, { layer, call }: LayerCall['inputs'][number]): Pending | undefined => {
    if (!Number.isInteger(call) || call < 0 || call >= (calls.get(layer)?.length ?? 0)) throw waits(by);
    return calls.get(layer)![call];
  };
  const all = [...calls.values()].flatMap((own) =>
    own.flatMap((call, i) => {
      if (!call) return [];
      const inputs = call.inputs.map((input) => callMade(call.layer, input));
      call.needs = [...inputs, own[i - 1]].filter((one) => one !== undefined);
      return [call];
    }),
  );
  const sorted: LayerCall[] = [];
  for (const first of all)
    for (const path = first.state === 'new' ? [first] : []; path.length > 0;) {
      const call = path.at(-1)!;
      call.state = 'open';
      const next = call.needs.at(call.seen++);
      if (next === undefined || call.seen > call.needs.length) {
        call.state = 'done';
        sorted.push(call);
        path.pop();
      } else if (next.state === 'open') throw waits(next.layer);
      else if (next.state === 'new') path.push(next);
    }
  return sorted;
};

const checkSizes = (config: Json, refuse: Refuse): void => {
  for (const name of sizes)
    for (const size of [config[name]].flat(3))
      if (typeof size === 'number' && Math.abs(size) > largest)
        throw refuse(`has a layer whose ${name} is ${size}, more than ${largest}`);
};

/** The description of the model itself, without what Keras writes around it. */
export const modelIn = (topology: Json): Json => {
  const { model_config: inner } = topology;
  return isObject(inner) ? inner : topology;
};

/**
 * Checks what TensorFlow.js does not check before it builds a model: that calls of layers are not circular,
 * and that no layer has an impossible size.
 *
 * @param topology - the model topology of a `model.json`
 * @param refuse - makes the error from a short description
 * @throws the error of `refuse`
 */
export const checkTopology = (topology: Json, refuse: Refuse): void => {
  let count = 0;
  const visit = (model: unknown, depth: number): void => {
    if (!isObject(model)) return;
    if (depth > deepest) throw refuse(`has more than ${deepest} models in each other`);
    if (++count > most) throw refuse(`has more than ${most} layers`);
    const { config } = model;
    if (isObject(config)) {
      checkSizes(config, refuse);
      visit(config['layer'], depth + 1);
    }
    const layers = layersOf(config);
    if (layers.some((layer) => 'inbound_nodes' in layer)) sortedCalls(layers, refuse);
    for (const layer of layers) visit(layer, depth + 1);
  };
  visit(modelIn(topology), 0);
};
