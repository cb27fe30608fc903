import { shownName } from '../checks/plain-text.js';

type Json = Readonly<Record<string, unknown>>;

/** Limit on units, filters or elements along an axis of a layer from a file. */
const largest = 2 ** 24;

/** Options that determine the size of a layer's weights. */
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
  'n',
];

/** Limit on the nesting depth of models. */
const deepest = 32;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

const layersOf = (config: unknown): readonly Json[] =>
  (isObject(config) ? list(config['layers']) : list(config)).filter(isObject);

const startsBuilt = ({ class_name: kind, config }: Json): boolean => {
  if (kind !== 'Sequential') return kind === 'Model' || kind === 'Functional' || kind === 'InputLayer';
  const [first] = layersOf(config);
  return (
    first !== undefined && (startsBuilt(first) || (isObject(first['config']) && 'batch_input_shape' in first['config']))
  );
};

const checkSizes = (config: Json, refuse: (what: string) => Error): void => {
  for (const name of sizes)
    for (const size of [config[name]].flat(3))
      if (typeof size === 'number' && Math.abs(size) > largest)
        throw refuse(`has a layer whose ${name} is ${size}, more than ${largest}`);
};

/** Refuses circular calls of layers, on which TensorFlow.js would loop forever. */
const checkCalls = (layers: readonly Json[], refuse: (what: string) => Error): void => {
  const calls = new Map<string, number>();
  let waiting: { readonly name: string; readonly on: readonly unknown[] }[] = [];
  for (const layer of layers) {
    const name = String(layer['name']);
    if (!isObject(layer['config']) || layer['config']['name'] !== name || calls.has(name))
      throw refuse(`has a layer ${shownName(name)} of two names or two of one`);
    calls.set(name, startsBuilt(layer) ? 1 : 0);
    waiting.push(...list(layer['inbound_nodes']).map((on) => ({ name, on: list(on) })));
  }
  const isReady = (input: unknown): boolean => {
    const [name, call] = list(input);
    return (calls.get(String(name)) ?? 0) > Number(call);
  };
  for (let before = waiting.length + 1; waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter(({ name, on }) => {
      if (!on.every(isReady)) return true;
      calls.set(name, calls.get(name)! + 1);
      return false;
    });
  }
  if (waiting.length > 0) throw refuse(`has a layer ${shownName(waiting[0].name)} that waits for itself or for none`);
};

/**
 * Checks what TensorFlow.js does not check before it builds a model: that calls of layers are not circular,
 * and that no layer has an impossible size.
 *
 * @param topology - the model topology of a `model.json`
 * @param refuse - makes the error from a short description
 * @throws the error of `refuse`
 */
export const checkTopology = (topology: unknown, refuse: (what: string) => Error): void => {
  const visit = (model: unknown, depth: number): void => {
    if (!isObject(model)) return;
    if (depth > deepest) throw refuse(`has more than ${deepest} models in each other`);
    const { config } = model;
    if (isObject(config)) {
      checkSizes(config, refuse);
      visit(config['layer'], depth + 1);
    }
    const layers = layersOf(config);
    if (layers.some((layer) => 'inbound_nodes' in layer)) checkCalls(layers, refuse);
    for (const layer of layers) visit(layer, depth + 1);
  };
  const inner = isObject(topology) && 'model_config' in topology ? topology['model_config'] : topology;
  visit(inner, 0);
};
