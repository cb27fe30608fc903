import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { classifier, type Classifier } from '@interp/core';
import {
  alphaBeta,
  epsilon,
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonPlus,
  epsilonPlusFlat,
  flat,
  gamma,
  lrp,
  wSquare,
  zPlus,
  type LrpOptions,
} from '@interp/lrp';
import { correlation } from '@interp/core/internal';
import { goldenLenet, goldenSets, nhwc, tensorOf, type GoldenSet } from '@interp/testing/goldens';

const paper = { emptyBranch: 'paper' } as const;
const keeps: LrpOptions = { ...paper, bias: 'keep' };
const drops: LrpOptions = { ...paper, bias: 'drop' };

const rules: Record<string, LrpOptions> = {
  alpha1_beta0: { ...keeps, rules: alphaBeta({ alpha: 1, beta: 0 }) },
  alpha2_beta1: { ...keeps, rules: alphaBeta() },
  alpha2_beta1_nobias: { ...drops, rules: alphaBeta() },
  alpha2_beta1_nobias_exact: { ...drops, rules: alphaBeta() },
  epsilon: { ...keeps, rules: epsilon() },
  'epsilon_0.1': { ...keeps, rules: epsilon({ epsilon: 0.1 }) },
  epsilon_nobias: { ...drops, rules: epsilon() },
  epsilon_alpha2_beta1: { ...keeps, rules: epsilonAlpha2Beta1() },
  epsilon_alpha2_beta1_flat: { ...keeps, rules: epsilonAlpha2Beta1Flat() },
  epsilon_gamma_box: { ...keeps, rules: epsilonGammaBox() },
  epsilon_plus: { ...keeps, rules: epsilonPlus() },
  epsilon_plus_flat: { ...keeps, rules: epsilonPlusFlat() },
  flat: { ...drops, rules: flat() },
  gamma: { ...keeps, rules: gamma() },
  gamma_nobias: { ...drops, rules: gamma() },
  wsquare: { ...keeps, rules: wSquare() },
  wsquare_nobias: { ...drops, rules: wSquare() },
  zplus: { ...keeps, rules: zPlus() },
  zplus_nobias: { ...drops, rules: zPlus() },
};

/** ε = 1e-6 divides by sums near 0: another order of summation is off by tens of times the float32 error recorded there. */
const dividesByNearlyZero = (rule: string): boolean => rule.startsWith('epsilon') && rule !== 'epsilon_0.1';
const hasNoStabiliser = (rule: string): boolean => rule.endsWith('exact');

const networks = new Map<string, Classifier>();
const network = (set: GoldenSet, activation: string): Classifier => {
  const key = `${set.name} ${activation}`;
  const known = networks.get(key) ?? classifier(goldenLenet(set.read(`model-${activation}`)));
  networks.set(key, known);
  return known;
};

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const cases = goldenSets.flatMap((set) =>
  ['sigmoid', 'relu'].flatMap((activation) => Object.keys(rules).map((rule) => ({ set, activation, rule }))),
);

test.each(cases)('$rule as Zennit has it: $set.name $activation', ({ set, activation, rule }) => {
  const golden = set.read(`lrp-${activation}`).tensors;
  const x = tensorOf(set.read('classify').tensors.get('images')!);
  const expected = nhwc(golden.get(rule)!).data as Float32Array;
  const recorded = golden.get(`float32_error.${rule}`)?.data as Float32Array | undefined;
  const { relevance, targets, scores } = lrp(network(set, activation), x, rules[rule]);
  expect(Array.from(targets)).toEqual(Array.from(golden.get('target')!.data as Int32Array));
  scores.forEach((score, i) => expect(score).toBeCloseTo(Number(golden.get('logit')!.data[i]), 4));
  const ours = relevance.dataSync();
  const near = dividesByNearlyZero(rule);
  const part = near ? 5e-3 : hasNoStabiliser(rule) ? 1e-4 : 3e-4;
  const size = expected.length / x.shape[0];
  for (let image = 0; image < x.shape[0]; image++) {
    let largest = 0;
    let off = 0;
    for (let i = image * size; i < (image + 1) * size; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      off = Math.max(off, Math.abs(expected[i] - ours[i]));
    }
    expect(off).toBeLessThanOrEqual(Math.max(part * largest, (near ? 20 : 5) * (recorded?.[image] ?? 0)));
  }
  tf.dispose([relevance, x]);
});

const layered = goldenSets.flatMap((set) =>
  ['sigmoid', 'relu']
    .filter((activation) => set.has(`lrp-layers-${activation}`))
    .map((activation) => ({ set, activation })),
);

test.each(layered)('layer by layer: $set.name $activation', ({ set, activation }) => {
  const golden = set.read(`lrp-layers-${activation}`).tensors;
  const all = tensorOf(set.read('classify').tensors.get('images')!);
  const x = tf.slice(all, 0, [...golden.values()][0].shape[0]);
  for (const [rule, options] of Object.entries(rules)) {
    if (dividesByNearlyZero(rule)) continue;
    const points = ['conv1', 'pool1', 'conv2', 'fc1', 'fc2'].filter((point) => golden.has(`${rule}.${point}`));
    const { layers } = lrp(network(set, activation), x, { ...options, keep: points });
    for (const point of points) {
      const expected = tensorOf(golden.get(`${rule}.${point}`)!);
      const scale = tf.max(tf.abs(expected)).dataSync()[0];
      const off = tf.max(tf.abs(tf.sub(layers.get(point)!, expected))).dataSync()[0];
      expect([rule, point, off / scale < 1e-3]).toEqual([rule, point, true]);
    }
  }
});

test.each(goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((activation) => ({ set, activation }))))(
  'the epsilon rule by default agrees with Zennit and Captum: $set.name $activation',
  ({ set, activation }) => {
    const golden = nhwc(set.read(`lrp-${activation}`).tensors.get('epsilon')!).data as Float32Array;
    const x = tensorOf(set.read('classify').tensors.get('images')!);
    const { relevance, ratio, warnings } = lrp(network(set, activation), x, { rules: epsilon() });
    const ours = relevance.dataSync<'float32'>();
    const size = golden.length / x.shape[0];
    const correlations = Array.from(ratio, (_, i) =>
      correlation(ours.subarray(i * size, (i + 1) * size), golden.subarray(i * size, (i + 1) * size)),
    );
    for (const one of correlations) expect(one).toBeGreaterThan(0.999);
    expect(warnings).toHaveLength(ratio.some((one) => one! > 100) ? 1 : 0);
    tf.dispose([relevance, x]);
  },
);
