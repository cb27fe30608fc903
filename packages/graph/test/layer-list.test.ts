import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, type GraphNode, graphNetwork, parametersOf } from '../src/index.js';

beforeAll(() => tf.setBackend('cpu'));

const node = (
  name: string,
  operation: string,
  inputs: readonly string[],
  more: Partial<GraphNode> = {},
): GraphNode => ({
  name,
  type: operation,
  operation,
  inputs,
  outputs: [name],
  attributes: {},
  ...more,
});

/** A graph over rows of images `[n, 3, 8, 8]`, unless other inputs are given. */
const graph = (
  nodes: readonly GraphNode[],
  constants: Readonly<Record<string, tf.Tensor>>,
  inputs: Graph['inputs'] = [{ name: 'x', shape: [null, 3, 8, 8], dtype: 'float32' }],
): Graph => ({ name: 'g', inputs, outputs: [{ name: nodes.at(-1)!.name }], nodes, constants: new Map(Object.entries(constants)) }); // prettier-ignore

const connected = (given: Graph): Record<string, readonly string[] | undefined> =>
  Object.fromEntries(graphNetwork(given).layers.map(({ name, inputs }) => [name, inputs]));

test('what only passes values on is no layer, and what shares a rearranged value takes it from where it comes', () => {
  const weights = tf.ones([4, 3, 3, 3]);
  const given = graph(
    [
      node('conv', 'Conv', ['x', 'w']),
      node('same', 'Identity', ['conv']),
      node('turned', 'Transpose', ['same'], { attributes: { perm: [0, 2, 3, 1] } }),
      node('left', 'Reshape', ['turned', 'shape']),
      node('right', 'Reshape', ['turned', 'shape']),
      node('sum', 'Add', ['left', 'right']),
    ],
    { w: weights, shape: tf.tensor1d([-1, 144], 'int32') },
  );
  expect(connected(given)).toEqual({ conv: ['x'], left: ['conv'], right: ['conv'], sum: ['left', 'right'] });
  const [conv] = graphNetwork(given).layers;
  expect(conv).toMatchObject({ detail: '3 × 3', shape: [null, 6, 6, 4], products: 36 * 108 });
});

test('shapes read from the input connect nothing', () => {
  const nodes = [
    node('wide', 'MatMul', ['x', 'w']),
    node('size', 'Shape', ['x']),
    node('again', 'Reshape', ['wide', 'size']),
    node('sum', 'Add', ['again', 'wide']),
  ];
  const given = graph(nodes, { w: tf.ones([4, 4]) }, [{ name: 'x', shape: [null, 4], dtype: 'float32' }]);
  expect(connected(given)).toMatchObject({ wide: ['x'], sum: ['wide'] });
});

test('a recurrent operation is one layer, with the products of all places', () => {
  const lstm = node('memory', 'LSTM', ['x', 'w', 'r'], { attributes: { hidden_size: 5 } });
  const nodes = [lstm, node('flat', 'Squeeze', ['memory'], { attributes: { axes: [1] } })];
  const constants = { w: tf.ones([1, 20, 4]), r: tf.ones([1, 20, 5]) };
  const given = graph(nodes, constants, [{ name: 'x', shape: [6, null, 4], dtype: 'float32' }]);
  const bound = { ...given, inputs: [{ name: 'x', shape: [null, 6, 4], dtype: 'float32' }], nodes: [node('turned', 'Transpose', ['x'], { attributes: { perm: [1, 0, 2] } }), { ...lstm, inputs: ['turned', 'w', 'r'] }, nodes[1]] }; // prettier-ignore
  const { layers } = graphNetwork(bound);
  const memory = layers.find(({ name }) => name === 'memory')!;
  expect(layers.filter(({ type }) => type === 'LSTM')).toEqual([memory]);
  // The first place has no state before it.
  expect(memory).toMatchObject({ inputs: ['x'], products: 6 * 4 * 20 + 5 * 5 * 20 });
  expect(memory.detail).toBeUndefined();
  expect(Object.fromEntries(parametersOf(bound))).toEqual({ memory: 180 });
});

test('a product in the notation of Einstein is one layer between those before and after it, or a part of the layer of the source', () => {
  const einsum = { type: 'Einsum', attributes: { equation: 'bij,jk->bik' } };
  const nodes = (layer?: string): GraphNode[] => [
    node('relu', 'Relu', ['x']),
    node('product', 'Einsum', ['relu', 'w'], { ...einsum, ...(layer !== undefined && { layer }) }),
    node('out', 'Sigmoid', ['product']),
  ];
  const given = (layer?: string): Graph =>
    graph(nodes(layer), { w: tf.ones([4, 5]) }, [{ name: 'x', shape: [null, 3, 4], dtype: 'float32' }]);
  expect(connected(given())).toEqual({ relu: ['x'], product: ['relu'], out: ['product'] });
  expect(connected(given('dense'))).toEqual({ relu: ['x'], dense: ['relu'], out: ['dense'] });
  expect(graphNetwork(given()).layers[1]).toEqual({ name: 'product', type: 'Einsum', shape: [null, 3, 5], products: 60, inputs: ['relu'] }); // prettier-ignore
});

test('nodes of one layer of the source are one, with its activation; a single number is no weight', () => {
  const nodes = [
    node('dense/product', 'MatMul', ['x', 'w'], { layer: 'dense', type: 'Dense' }),
    node('dense/sigmoid', 'Sigmoid', ['dense/product'], { layer: 'dense', type: 'Dense' }),
    node('dense', 'Mul', ['dense/product', 'dense/sigmoid'], { layer: 'dense', type: 'Dense' }),
    node('half', 'Mul', ['dense', 'two']),
  ];
  const given = graph(nodes, { w: tf.ones([4, 3]), two: tf.scalar(2) }, [{ name: 'x', shape: [null, 4], dtype: 'float32' }]); // prettier-ignore
  expect(graphNetwork(given).layers).toEqual([
    { name: 'dense', type: 'Dense', detail: 'swish', shape: [null, 3], products: 12, inputs: ['x'] },
    { name: 'half', type: 'Mul', shape: [null, 3], products: 0, inputs: ['dense'] },
  ]);
  expect(Object.fromEntries(parametersOf(given))).toEqual({ dense: 12 });
});

test('a graph that only runs tells its layers too', () => {
  const nodes = [node('product', 'MatMul', ['x', 'w']), node('all', 'ReduceSum', ['product', 'axes'], { attributes: { keepdims: 0 } })]; // prettier-ignore
  const constants = { w: tf.ones([4, 3]), axes: tf.tensor1d([0], 'int32') };
  const { layers } = graphNetwork(graph(nodes, constants, [{ name: 'x', shape: [null, 4], dtype: 'float32' }]));
  expect(layers.map(({ name, inputs, products }) => [name, inputs, products])).toEqual([
    ['product', ['x'], 12],
    ['all', ['product'], 0],
  ]);
});
