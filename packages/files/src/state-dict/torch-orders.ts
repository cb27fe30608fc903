import { InterpError, shownName } from '@interp/checks';
import { type LayerCall, sizeOfShape } from '@interp/core/internal';

/** For each place along an axis here, the place of the same value in PyTorch; nothing where they are the same. */
export type Order = Int32Array | undefined;

/** In what order the values of a layer's vectors are in PyTorch. */
export interface VectorOrders {
  /** Of what goes in. */
  readonly input: Order;
  /** Of what comes out. */
  readonly output: Order;
}

/** What is known of a value: whether PyTorch has its channels before its places, and the order of a vector. */
interface Value {
  readonly isMoved: boolean;
  readonly order?: Order;
}

/** Layers whose outputs PyTorch has with their channels first; images have them everywhere. */
const moving = /^(?:Conv1D|DepthwiseConv1D|(?:Global)?(?:Max|Average)Pooling1D|UpSampling1D|ZeroPadding1D|Cropping1D)$/;

/** Layers whose outputs have the same order in PyTorch: sequences of vectors. */
const keeping = /^(?:Embedding|LSTM|GRU|SimpleRNN|RNN|Bidirectional|TimeDistributed|RepeatVector|Dense)$/;

/** Layers of a vector that give one of the same order. */
const elementwise =
  /^(?:Activation|ReLU|LeakyReLU|PReLU|ELU|ThresholdedReLU|Softmax|BatchNormalization|LayerNormalization|Dropout|AlphaDropout|GaussianDropout|GaussianNoise|ActivityRegularization|Masking|Add|Average|Maximum|Minimum|Multiply|Flatten)$/;

const sizesOf = (shape: readonly (number | null)[]): readonly number[] => shape.slice(1).map((size) => size ?? NaN);

/** The order of a vector of all values of `[...places, channels]`, which PyTorch has as `[channels, ...places]`. */
const flattened = (sizes: readonly number[], call: LayerCall): Order => {
  const [channels, places] = [sizes.at(-1)!, sizeOfShape(sizes.slice(0, -1))];
  if (!Number.isInteger(channels * places))
    throw new InterpError(
      'unsupported-layer',
      `the layer ${shownName(call.use.name)} makes a vector of an open size; expected a model whose inputs have fixed sizes`,
    );
  if (places === 1 || channels === 1) return undefined;
  return Int32Array.from({ length: channels * places }, (_, i) => (i % channels) * places + Math.floor(i / channels));
};

/** Orders one after the other, of vectors of these lengths. */
const joined = (values: readonly Value[], lengths: readonly number[]): Order => {
  if (values.every(({ order }) => order === undefined)) return undefined;
  let start = 0;
  return Int32Array.from(
    values.flatMap(({ order }, i) => {
      const own = Array.from({ length: lengths[i] }, (_, at) => start + (order?.[at] ?? at));
      start += lengths[i];
      return own;
    }),
  );
};

/** Whether a permutation brings the channels to the front. */
const bringsChannelsFirst = (dims: unknown, rank: number): boolean =>
  Array.isArray(dims) && dims.join() === [rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)].join();

/** What comes out of a call, which a vector is made of or that keeps the order of one. */
const valueAfter = (
  call: LayerCall,
  inputs: readonly Value[],
  shapes: ReadonlyMap<string, readonly (number | null)[]>,
): Value => {
  const { layer, inputShape, shape } = call;
  const [first] = inputs;
  const [type, config] = [layer.getClassName(), layer.getConfig()];
  const isVector = shape.length === 2;
  if (isVector && inputShape.length > 2 && (type === 'Flatten' || type === 'Reshape'))
    return { isMoved: false, order: first.isMoved ? flattened(sizesOf(inputShape), call) : undefined };
  if (isVector && inputShape.length === 2) {
    if (type === 'Concatenate')
      return { isMoved: false, order: joined(inputs, call.inputs.map((name) => sizesOf(shapes.get(name)!)[0])) }; // prettier-ignore
    return { isMoved: false, order: elementwise.test(type) ? first.order : undefined };
  }
  if (isVector) return { isMoved: false };
  if (type === 'Permute') return { isMoved: first.isMoved && !bringsChannelsFirst(config['dims'], shape.length) };
  if (config['dataFormat'] === 'channelsFirst') return { isMoved: false };
  if (moving.test(type) || (shape.length > 3 && type === 'Reshape')) return { isMoved: true };
  return { isMoved: keeping.test(type) ? false : first.isMoved };
};

/** The orders of vectors that become pictures: PyTorch reads them with their channels first. Those before them that keep the order have the same. */
const wantedOrders = (calls: readonly LayerCall[]): ReadonlyMap<string, Order> => {
  const makers = new Map(calls.flatMap((call) => call.outputs.map((name) => [name, call] as const)));
  const wanted = new Map<string, Order>();
  for (const call of calls) {
    if (call.layer.getClassName() !== 'Reshape' || call.inputShape.length !== 2 || call.shape.length < 4) continue;
    const order = flattened(sizesOf(call.shape), call);
    for (let [name] = call.inputs; order;) {
      wanted.set(name, order);
      const maker = makers.get(name);
      if (!maker || maker.inputShape.length !== 2 || !elementwise.test(maker.layer.getClassName())) break;
      [name] = maker.inputs;
    }
  }
  return wanted;
};

/**
 * In what order PyTorch has the vectors of a model: what is flattened here with its channels last is flattened there with its channels first, and
 * dense layers, normalisations and joined vectors after it have that order as well.
 *
 * @param calls - the calls of the model's layers, in order
 * @param inputs - the names of its inputs with their shapes
 * @returns the orders of what goes into each call, and what comes out
 * @throws InterpError `unsupported-layer` where a vector is made of an open size
 */
export const torchOrders = (
  calls: readonly LayerCall[],
  inputs: ReadonlyMap<string, readonly (number | null)[]>,
): ReadonlyMap<LayerCall, VectorOrders> => {
  const shapes = new Map([...inputs, ...calls.map(({ outputs, shape }) => [outputs[0], shape] as const)]);
  const wanted = wantedOrders(calls);
  const values = new Map<string, Value>(
    [...inputs].map(([name, shape]) => [name, { isMoved: shape.length > 3, order: wanted.get(name) }]),
  );
  const found = new Map<LayerCall, VectorOrders>();
  for (const call of calls) {
    const taken = call.inputs.map((name) => values.get(name) ?? { isMoved: false });
    const after = valueAfter(call, taken, shapes);
    const value = { ...after, order: after.order ?? wanted.get(call.outputs[0]) };
    for (const name of call.outputs) values.set(name, value);
    found.set(call, { input: taken[0]?.order, output: value.order });
  }
  return found;
};
