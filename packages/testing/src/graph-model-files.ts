import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '@interp/core';

const text = (value: string): object => ({ s: btoa(value) });
const list = (i: readonly number[]): object => ({ list: { i: i.map(String) } });
const shape = (sizes: readonly number[]): object => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });

/** A weight of a small graph model. */
export interface GraphWeight {
  /** Its name. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its type. */
  readonly dtype: 'float32' | 'int32';
  /** Its numbers. */
  readonly values: Float32Array | Int32Array;
}

/**
 * A small graph model of TensorFlow.js over 8×8 pictures of one channel and three classes, as its converter writes them: fused convolutions, a depthwise one with a
 * leaky rectifier, a residual sum, a mean of places, a product of matrices, a softmax.
 */
export const smallGraphModel = (seed = 1): { readonly topology: object; readonly weights: readonly GraphWeight[] } => {
  const stream = random(seed);
  const weights: GraphWeight[] = [];
  const float = (name: string, sizes: readonly number[]): object => {
    const count = sizes.reduce((all, size) => all * size, 1);
    weights.push({ name, shape: sizes, dtype: 'float32', values: Float32Array.from(stream.normals(count, 0, 0.5)) });
    return { name, op: 'Const', attr: { value: { tensor: {} } } };
  };
  const whole = (name: string, values: readonly number[]): object => {
    weights.push({ name, shape: [values.length], dtype: 'int32', values: Int32Array.from(values) });
    return { name, op: 'Const', attr: { value: { tensor: {} } } };
  };
  const window = { strides: list([1, 1, 1, 1]), padding: text('SAME'), dilations: list([1, 1, 1, 1]) };
  const fused = (...names: readonly string[]): object => ({ list: { s: names.map((name) => btoa(name)) } });
  const node = [
    { name: 'probabilities', op: 'Softmax', input: ['head'] },
    { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: shape([-1, 8, 8, 1]) } },
    float('kernel', [3, 3, 1, 4]),
    float('bias', [4]),
    { name: 'conv', op: '_FusedConv2D', input: ['x', 'kernel', 'bias'], attr: { ...window, fused_ops: fused('BiasAdd', 'Relu') } }, // prettier-ignore
    float('depth', [3, 3, 4, 1]),
    { name: 'depthwise', op: 'FusedDepthwiseConv2dNative', input: ['conv', 'depth', 'bias'], attr: { ...window, fused_ops: fused('BiasAdd', 'LeakyRelu'), leakyrelu_alpha: { f: 0.1 } } }, // prettier-ignore
    { name: 'sum', op: 'AddV2', input: ['depthwise', 'conv:0', '^x'] },
    whole('places', [1, 2]),
    { name: 'mean', op: 'Mean', input: ['sum', 'places'], attr: { keep_dims: { b: false } } },
    float('matrix', [4, 3]),
    float('shift', [3]),
    { name: 'head', op: '_FusedMatMul', input: ['mean', 'matrix', 'shift'], attr: { fused_ops: fused('BiasAdd'), transpose_a: { b: false }, transpose_b: { b: false } } }, // prettier-ignore
  ];
  return { topology: { node, versions: { producer: 1 } }, weights };
};

/**
 * Writes {@link smallGraphModel} as `model.json` with its weights.
 *
 * @param folder - where; made if it is not there
 * @param change - changes what is written
 * @returns the path of `model.json`
 */
export const writeGraphModel = (
  folder: string,
  change: (file: Record<string, unknown>) => object = (file) => file,
): string => {
  const { topology, weights } = smallGraphModel();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'model.json');
  const manifest = weights.map(({ name, shape: sizes, dtype }) => ({ name, shape: sizes, dtype }));
  const file = {
    format: 'graph-model',
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
  };
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(weights.map(({ values }) => Buffer.from(values.buffer))));
  writeFileSync(path, JSON.stringify(change(file)));
  return path;
};
