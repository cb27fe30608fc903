type Json = Readonly<Record<string, unknown>>;

/** Most units, filters or elements along an axis that a layer of a file may have. */
const largest = 2 ** 24;

/** What sizes a layer's weights. */
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

/** More of them inside each other than people build. */
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

/** Calls of layers wait for what they are called on; TensorFlow.js waits for ever for calls that wait for each other. */
const checkCalls = (layers: readonly Json[], refuse: (what: string) => Error): void => {
  const calls = new Map<string, number>();
  let waiting: { readonly name: string; readonly on: readonly unknown[] }[] = [];
  for (const layer of layers) {
    const name = String(layer['name']);
    if (!isObject(layer['config']) || layer['config']['name'] !== name || calls.has(name))
      throw refuse(`has a layer ${JSON.stringify(name.slice(0, 60))} of two names or two of one`);
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
  if (waiting.length > 0)
    throw refuse(`has a layer ${JSON.stringify(waiting[0].name)} that waits for itself or for none`);
};

/**
 * Checks what TensorFlow.js does not check before it builds a model: that calls of layers do not wait for each other, which it would
 * do for ever, and that no layer is larger than any memory.
 *
 * @param topology - what a `model.json` says of the model
 * @param refuse - makes the error of a few words
 * @throws what `refuse` makes
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
