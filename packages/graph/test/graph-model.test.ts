import { startBackend } from '@interp/backend';
import { canWalk, classifier } from '@interp/core';
import { epsilonPlus, lrp } from '@interp/lrp';
import { smallGraphModel } from '@interp/testing/graph-model-files';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { graphModelNetwork, type GraphModelSource, graphOfModel, parametersOf } from '../src/index.js';
import { normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('wasm');
});

type Weights = Record<string, tf.Tensor>;
interface Topology {
  readonly node: readonly { readonly name: string; readonly op: string; readonly input?: readonly string[] }[];
}

const source = (
  change: (topology: Topology) => object = (topology) => topology,
): GraphModelSource & { weights: Weights } => {
  const { topology, weights } = smallGraphModel();
  const tensors = weights.map(
    ({ name, shape, dtype, values }) => [name, tf.tensor(values, [...shape], dtype)] as const,
  );
  return { modelTopology: change(topology as Topology), weights: Object.fromEntries(tensors) };
};

/** The same model in TensorFlow.js' operations. */
const expectedLogits = ({ kernel, bias, depth, matrix, shift }: Weights, x: tf.Tensor4D): tf.Tensor2D => {
  const conv = tf.relu(tf.add(tf.conv2d(x, kernel as tf.Tensor4D, 1, 'same'), bias));
  const depthwise = tf.leakyRelu(tf.add(tf.depthwiseConv2d(conv as tf.Tensor4D, depth as tf.Tensor4D, 1, 'same'), bias), 0.1); // prettier-ignore
  return tf.add(tf.matMul(tf.mean(tf.add(depthwise, conv), [1, 2]), matrix), shift);
};

const largest = (x: tf.Tensor): number => tf.max(tf.abs(x)).dataSync()[0];
const x = (): tf.Tensor4D => normals([3, 8, 8, 1]) as tf.Tensor4D;

test('gives what TensorFlow.js gives, and keeps the names of nodes', () => {
  const model = source();
  const network = graphModelNetwork(model);
  expect(network.inputs).toEqual([{ name: 'x', shape: [null, 8, 8, 1], dtype: 'float32' }]);
  expect(network.outputs).toEqual([{ name: 'probabilities', shape: [null, 3], scores: 'softmax', probabilities: 'softmax' }]); // prettier-ignore
  expect(canWalk(network)).toBe(true);
  expect(network.layers.map(({ name, type }) => `${name}: ${type}`)).toEqual(['conv: _FusedConv2D', 'depthwise: FusedDepthwiseConv2dNative', 'sum: AddV2', 'mean: Mean', 'head: _FusedMatMul', 'probabilities: Softmax']); // prettier-ignore
  const logits = expectedLogits(model.weights, x());
  expect(largest(tf.sub(classifier(network).logits(x()), logits))).toBeLessThan(1e-5);
  expect(largest(tf.sub(network.run(x())['probabilities'], tf.softmax(logits)))).toBeLessThan(1e-6);
});

test('tells which layers take which, their settings, shapes and products', () => {
  const { layers } = graphModelNetwork(source());
  expect(layers.map(({ name, detail, shape, products, inputs }) => [name, detail, shape, products, inputs])).toEqual([
    ['conv', '3 × 3, relu', [null, 8, 8, 4], 64 * 36, ['x']],
    ['depthwise', '3 × 3, leakyrelu', [null, 8, 8, 4], 64 * 36, ['conv']],
    ['sum', undefined, [null, 8, 8, 4], 0, ['depthwise', 'conv']],
    ['mean', undefined, [null, 4], 0, ['sum']],
    ['head', undefined, [null, 3], 12, ['mean']],
    ['probabilities', undefined, [null, 3], 0, ['head']],
  ]);
});

test('has the gradient of the tape, and relevance that balances', () => {
  const model = source();
  const c = classifier(graphModelNetwork(model), { bounds: [-Infinity, Infinity] });
  const start = tf.tensor2d([[1, 0, -1], [0, 1, 0], [0, 0, 2]]); // prettier-ignore
  const byTape = tf.grad((given) => tf.sum(tf.mul(expectedLogits(model.weights, given as tf.Tensor4D), start)))(x());
  expect(largest(tf.sub(c.gradient(x(), () => tf.clone(start)).gradient, byTape))).toBeLessThan(1e-5);
  const { conservationError, scores, totals, relevance } = lrp(c, x(), { rules: epsilonPlus(), bias: 'drop', strict: true }); // prettier-ignore
  expect(Math.max(...conservationError)).toBeLessThan(1e-3);
  scores.forEach((score, i) => expect(Math.abs(totals[i] - score)).toBeLessThan(1e-3 * Math.max(1, Math.abs(score))));
  expect(largest(tf.sub(relevance, tf.mean(relevance)))).toBeGreaterThan(0.01);
});

test('gives values within the graph by their names', async () => {
  const model = source();
  const network = graphModelNetwork(model, { outputs: ['head', 'mean'] });
  expect(network.outputs.map(({ name, shape, scores }) => ({ name, shape, scores }))).toEqual([
    { name: 'head', shape: [null, 3], scores: 'identity' },
    { name: 'mean', shape: [null, 4], scores: 'identity' },
  ]);
  expect(largest(tf.sub(network.run(x())['head'], expectedLogits(model.weights, x())))).toBeLessThan(1e-5);
  const error = await refused(() => graphModelNetwork(model, { outputs: ['tail'] }));
  expect(error.message).toContain('outputs names "tail"');
});

/** A graph model of one node over `x`, `[n, 3, 4]`, whose other inputs are constants. */
const oneNode = (op: string, constants: readonly tf.Tensor[], attr: object): GraphModelSource => {
  const names = constants.map((_, i) => `c${i}`);
  const input = ['x', ...names];
  const shape = { shape: { dim: [{ size: '-1' }, { size: '3' }, { size: '4' }] } };
  return {
    modelTopology: { node: [
      { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape } },
      ...names.map((name) => ({ name, op: 'Const', attr: {} })),
      { name: 'made', op, input, attr },
      { name: 'y', op: 'Cast', input: ['made'], attr: { DstT: { type: 'DT_FLOAT' } } },
    ] },
    weights: Object.fromEntries(constants.map((constant, i) => [names[i], constant])),
  };
}; // prettier-ignore

const whole = (values: number | readonly number[]): tf.Tensor =>
  typeof values === 'number' ? tf.scalar(values, 'int32') : tf.tensor1d([...values], 'int32');
type Given = tf.Tensor3D;

test.each<[string, () => tf.Tensor[], object, (x: Given) => tf.Tensor]>([
  ['ArgMax', () => [whole(2)], {}, (given) => tf.argMax(given, 2)],
  ['ArgMin', () => [whole(1)], {}, (given) => tf.argMin(given, 1)],
  ['TopKV2', () => [whole(2)], {}, (given) => tf.topk(given, 2).values],
  ['Cumsum', () => [whole(1)], { exclusive: { b: true }, reverse: { b: false } }, (given) => tf.cumsum(given, 1, true)],
  ['Cumsum', () => [whole(-1)], { reverse: { b: true } }, (given) => tf.cumsum(given, 2, false, true)],
  ['Einsum', () => [normals([4, 2])], { equation: { s: btoa('nij,jk->nik') } }, (given) => tf.einsum('nij,jk->nik', given, normals([4, 2]))],
  ['Einsum', () => [normals([4, 2])], { equation: { s: 'nij,jk->nki' } }, (given) => tf.transpose(tf.einsum('nij,jk->nik', given, normals([4, 2])), [0, 2, 1])],
  ['ReverseV2', () => [whole([1, 2])], {}, (given) => tf.reverse(given, [1, 2])],
  ['NotEqual', () => [tf.scalar(0)], {}, (given) => tf.notEqual(given, tf.scalar(0))],
  ['Atanh', () => [], {}, (given) => tf.atanh(given)],
])('%s gives what TensorFlow.js gives', (op, constants, attr, expected) => {
  const network = graphModelNetwork(oneNode(op, constants(), attr));
  const given = tf.div(normals([2, 3, 4]), 4) as Given;
  const [y] = Object.values(network.run(given));
  const wanted = tf.cast(expected(given), 'float32');
  expect(y.shape).toEqual(wanted.shape);
  expect(largest(tf.sub(y, wanted))).toBeLessThan(1e-6);
}); // prettier-ignore

test('counts the weights of each operation once', () => {
  expect(Object.fromEntries(parametersOf(graphOfModel(source())))).toEqual({ conv: 40, depthwise: 36, head: 15 });
});

const withNode = (node: object) => (topology: Topology) => ({ node: [...topology.node.filter(({ name }) => name !== 'sum'), node] }); // prettier-ignore

test.each<[string, () => GraphModelSource, string, string]>([
  ['nothing', () => ({ weights: {} }), 'unsupported-model', 'it has no nodes'],
  ['a node that is no object', () => source(() => ({ node: [7] })), 'unsupported-model', 'it has no nodes'],
  ['an unknown operation', () => source(withNode({ name: 'sum', op: 'FFT', input: ['conv'] })), 'unsupported-layer', 'operation "sum" of type "FFT" is not known'],
  ['a value that nothing makes', () => source(withNode({ name: 'sum', op: 'Relu', input: ['lost'] })), 'unsupported-model', 'no node "lost"'],
  ['a circle', () => source(withNode({ name: 'sum', op: 'AddV2', input: ['conv', 'mean'] })), 'unsupported-model', 'circle'],
  ['a lost weight', () => { const { modelTopology, weights } = source(); return { modelTopology, weights: { ...weights, bias: undefined as never } }; }, 'unsupported-layer', 'has no weight'],
  ['an identity of itself', () => source(withNode({ name: 'sum', op: 'Identity', input: ['sum'] })), 'unsupported-model', 'circle'],
  ['channels first', () => source(withNode({ name: 'sum', op: 'MaxPool', input: ['conv'], attr: { data_format: { s: btoa('NCHW') } } })), 'unsupported-layer', 'channels first'],
  ['shapes that do not go together', () => source(withNode({ name: 'sum', op: 'AddV2', input: ['conv', 'matrix'] })), 'unsupported-layer', 'sum'],
])('refuses %s, and leaves nothing behind', async (_, make, code, words) => {
  const given = make();
  const error = await refused(() => graphModelNetwork(given));
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
}); // prettier-ignore
