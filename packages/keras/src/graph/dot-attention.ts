import * as tf from '@tensorflow/tfjs-core';
import type { LayerNodes, LayerSite } from './layer-site.js';

/** Numbers that are added to similarities, so that no place attends to a later one, `[places, places]`. */
const causalMask = (site: LayerSite, count: number): string =>
  site.constant(`causal ${count}`, () =>
    tf.tensor2d(Array.from({ length: count * count }, (_, i) => (i % count > Math.floor(i / count) ? -1e9 : 0)), [count, count]),
  ); // prettier-ignore

/** Whether a call asks for a causal mask. */
const isCausal = (site: LayerSite): boolean => {
  const given = site.named['use_causal_mask'];
  return given !== undefined && 'value' in given && given.value === true;
};

/** The number of places of the first input, which a causal mask needs. */
const placesOf = (site: LayerSite): number => {
  const count = site.spec.inputShapes[0]?.[1];
  if (typeof count === 'number') return count;
  throw site.refuse('hides later places of a sequence whose length the file does not say');
};

/** How much each place attends to each, from their similarities `[…, places, places]`: to no later one where the call asks for that. */
export const attentionWeights = (site: LayerSite, similar: string): string => {
  const masked = isCausal(site) ? site.add('Add', [similar, causalMask(site, placesOf(site))], {}, 'masked') : similar;
  return site.add('Softmax', [masked], { axis: -1 }, 'attention');
};

/** What a call may say beside its values. */
export const checkNamed = (site: LayerSite, known: readonly string[]): void => {
  const others = Object.keys(site.named).filter((name) => !known.includes(name));
  const isOn = (name: string): boolean => {
    const given = site.named[name];
    return 'name' in given || given.value !== false;
  };
  const unknown = others.filter(isOn);
  if (unknown.length > 0) throw site.refuse(`is given ${unknown.join(', ')}, which is not supported; expected values and a causal mask alone`); // prettier-ignore
};

/** `Attention` and `AdditiveAttention` of `[query, value, key]`, without weights but a factor. */
export const dotAttention: LayerNodes = (site) => {
  const [query, value, key = value] = site.inputs;
  if (!value || [query, value, key].some(({ rank }) => rank !== 3))
    throw site.refuse('attends to other than places of [n, places, features]');
  checkNamed(site, ['use_causal_mask']);
  const isAdditive = site.spec.type === 'AdditiveAttention' || site.config['score_mode'] === 'concat';
  const hasScale = site.config['use_scale'] === true || site.config['use_scale'] === undefined && site.spec.type === 'AdditiveAttention'; // prettier-ignore
  const similar = isAdditive ? addedScores(site, query.name, key.name, hasScale) : dotScores(site, query.name, key.name, hasScale); // prettier-ignore
  return { name: site.add('MatMul', [attentionWeights(site, similar), value.name]), rank: 3 };
};

const dotScores = (site: LayerSite, query: string, key: string, hasScale: boolean): string => {
  const turned = site.add('Transpose', [key], { perm: [0, 2, 1] }, 'turned key');
  const scores = site.add('MatMul', [query, turned], {}, 'similarities');
  return hasScale ? site.add('Mul', [scores, site.weight(0, 0)], {}, 'scaled') : scores;
};

/** Σ w tanh(q + k); `Attention` has one factor for all, before the tanh and after it. */
const addedScores = (site: LayerSite, query: string, key: string, hasScale: boolean): string => {
  const [q, k] = [site.add('Unsqueeze', [query, site.integers('third', [2])], {}, 'queries'), site.add('Unsqueeze', [key, site.integers('second', [1])], {}, 'keys')]; // prettier-ignore
  const sum = site.add('Add', [q, k], {}, 'sums');
  const isOwn = site.spec.type === 'AdditiveAttention';
  const inner = hasScale && !isOwn ? site.add('Mul', [sum, site.weight(0, 0)], {}, 'scaled') : sum;
  const bent = site.add('Tanh', [inner], {}, 'tanh');
  const weighted = hasScale && isOwn ? site.add('Mul', [bent, site.weight(0, 1)], {}, 'weighted') : bent;
  const scores = site.add('ReduceSum', [weighted, site.integers('last', [-1])], { keepdims: 0 }, 'similarities');
  return isOwn || site.weightCount === 0 ? scores : site.add('Mul', [scores, site.weight(hasScale ? 1 : 0, 0)], {}, 'score weight'); // prettier-ignore
};
