import * as tf from '@tensorflow/tfjs-core';
import { attentionWeights, checkNamed } from './dot-attention.js';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';

/** A dense layer of several heads: kernels `[features, heads, size]`, biases `[heads, size]`. Gives `[n, heads, places, size]`. */
const heads = (site: LayerSite, of: Value, index: number, hasBias: boolean, part: string): string => {
  const [, count, size] = site.weightShape(index);
  const flat = (value: tf.Tensor): tf.Tensor => tf.reshape(value, [value.shape[0], -1]);
  const product = site.add('MatMul', [of.name, site.weight(index, 3, 'flat', flat)], {}, `${part} product`);
  const sum = hasBias
    ? site.add(
        'Add',
        [product, site.weight(index + 1, 2, 'flat', (value) => tf.reshape(value, [-1]))],
        {},
        `${part} sum`,
      )
    : product;
  const apart = site.add('Reshape', [sum, site.integers('heads', [0, -1, count, size])], {}, `${part} heads`);
  return site.add('Transpose', [apart], { perm: [0, 2, 1, 3] }, part);
};

/** Attention of several heads over places, as `MultiHeadAttention(query, value, key)`. */
export const multiHeadAttention: LayerNodes = (site) => {
  const [query, value = query, key = value] = site.inputs;
  const { use_bias: bias, attention_axes: axes } = site.config;
  checkNamed(site, ['query', 'value', 'key', 'use_causal_mask', 'return_attention_scores']);
  const byName = (name: string, usual: Value): Value => {
    const given = site.named[name];
    return given && 'name' in given ? given : usual;
  };
  const isOverPlaces = axes === null || axes === undefined || JSON.stringify([axes].flat()) === '[1]';
  if (query.rank !== 3 || !isOverPlaces)
    throw site.refuse('attends over other axes than the places of [n, places, features]');
  const hasBias = bias !== false;
  const step = hasBias ? 2 : 1;
  // Weights stand in the order query, key, value.
  const q = heads(site, query, 0, hasBias, 'query');
  const k = heads(site, byName('key', byName('value', key)), step, hasBias, 'key');
  const v = heads(site, byName('value', value), 2 * step, hasBias, 'value');
  const [, , size] = site.weightShape(0);
  const scaled = site.add('Mul', [q, site.numbers('scale', 1 / Math.sqrt(size))], {}, 'scaled query');
  const turned = site.add('Transpose', [k], { perm: [0, 1, 3, 2] }, 'turned key');
  const similar = site.add('MatMul', [scaled, turned], {}, 'similarities');
  const attended = site.add('MatMul', [attentionWeights(site, similar), v], {}, 'attended');
  const [count, width] = site.weightShape(3 * step);
  const rows = site.add('Transpose', [attended], { perm: [0, 2, 1, 3] }, 'rows');
  const together = site.add('Reshape', [rows, site.integers('together', [0, -1, count * width])], {}, 'together');
  const output = site.weight(3 * step, 3, 'flat', (kernel) => tf.reshape(kernel, [-1, kernel.shape[2]!]));
  const product = site.add('MatMul', [together, output], {}, hasBias ? 'output product' : '');
  const name = hasBias ? site.add('Add', [product, site.weight(3 * step + 1, 1)]) : product;
  return { name, rank: 3 };
};
