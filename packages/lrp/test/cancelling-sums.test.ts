import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classifier, random } from '@interp/core';
import {
  alphaBeta,
  epsilon,
  epsilonAlpha2Beta1,
  epsilonGammaBox,
  epsilonPlus,
  flat,
  gamma,
  gradientTimesInput,
  lrp,
  lrp0,
  wSquare,
  zPlus,
  type LrpOptions,
} from '@interp/lrp';

beforeAll(() => tf.setBackend('cpu'));

/** Blocks x + f(x), where f swaps two channels and negates one, so that the branches of that one nearly cancel: 1 - `near` is left. */
const residual = (blocks: number, near: number) => {
  const start = input({ shape: [1, 1, 2] });
  let x: SymbolicTensor = start;
  for (let i = 0; i < blocks; i++) {
    const weights = [tf.tensor4d(i % 2 ? [0, -near, 1, 0] : [0, 1, -near, 0], [1, 1, 2, 2])];
    const conv = layers.conv2d({ filters: 2, kernelSize: 1, useBias: false, weights });
    x = layers.add().apply([x, conv.apply(x) as SymbolicTensor]) as SymbolicTensor;
  }
  const head = layers.dense({ units: 2, useBias: false, weights: [tf.tensor2d([1e5, 0, 1, 0], [2, 2])] });
  return model({ inputs: start, outputs: head.apply(layers.flatten().apply(x)) as SymbolicTensor });
};

const stable: Record<string, LrpOptions> = {
  'the default': {},
  'alpha 1, beta 0': { rules: alphaBeta({ alpha: 1, beta: 0 }) },
  'z plus': { rules: zPlus() },
  gamma: { rules: gamma() },
  'w square': { rules: wSquare() },
  flat: { rules: flat() },
  'epsilon-plus': { rules: epsilonPlus() },
  'epsilon-alpha2-beta1': { rules: epsilonAlpha2Beta1() },
  'epsilon-gamma-box': { rules: epsilonGammaBox() },
};

test.each(Object.keys(stable))('%s does not explode at sums of branches that nearly cancel', (name) => {
  for (const [blocks, near] of [
    [1, 0.99999],
    [2, 0.99999],
    [20, 0.9],
  ]) {
    const net = residual(blocks, near);
    const found = lrp(classifier(net), tf.tensor4d([1, 1], [1, 1, 1, 2]), { ...stable[name], target: 0, strict: true });
    expect(found.ratio[0]).toBeLessThan(5);
    expect(found.warnings).toEqual([]);
    found.relevance.dispose();
    net.dispose();
  }
});

test('the same in composites where average pooling has inputs of both signs', () => {
  const net = sequential({
    layers: [
      layers.averagePooling2d({ inputShape: [1, 2, 1], poolSize: [1, 2] }),
      layers.flatten(),
      layers.dense({ units: 2, useBias: false, weights: [tf.tensor2d([1e5, 0], [1, 2])] }),
    ],
  });
  const { ratio } = lrp(classifier(net), tf.tensor4d([1, -0.99999], [1, 1, 2, 1]), { rules: epsilonPlus(), target: 0 });
  expect(ratio[0]).toBeLessThan(5);
});

test('a rule that divides by such sums says so, in one line', () => {
  const net = classifier(residual(1, 0.99999));
  for (const rules of [lrp0(), epsilon()]) {
    const { ratio, warnings } = lrp(net, tf.tensor4d([0.5, 0.5, 1, 1], [2, 1, 1, 2]), { rules, target: 0 });
    expect(ratio[0]).toBeGreaterThan(1000);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Σ\|R\| is [\d.,]+ times the score of image \d; expected at most 100: .*alpha-beta/);
    expect(warnings[0].length).toBeLessThan(300);
  }
});

test('LRP-0 that keeps biases uses the sums of the forward pass: it is gradient times input, also where sums are near 0', () => {
  for (let seed = 1; seed < 30; seed++) {
    const stream = random(seed);
    const [n, h] = [168, 10];
    const x = stream.normals(n, 0, 0.3);
    const w = stream.normals(n * h, 0, 0.3);
    const b = Float32Array.from({ length: h }, (_, j) => {
      let z = 0;
      for (let i = 0; i < n; i++) z += x[i] * w[i * h + j];
      return j ? stream.normal(0, 0.2) : 3e-5 - z;
    });
    const net = sequential({
      layers: [
        layers.dense({
          inputShape: [n],
          units: h,
          activation: 'relu',
          weights: [tf.tensor2d(w, [n, h]), tf.tensor1d(b)],
        }),
        layers.dense({ units: 2, useBias: false, weights: [tf.tensor2d(stream.normals(h * 2), [h, 2])] }),
      ],
    });
    const off = tf.tidy(() => {
      const image = tf.tensor2d(x, [1, n]);
      const of = classifier(net, { bounds: [-9, 9] });
      const ours = lrp(of, image, { target: 0, rules: lrp0(), bias: 'keep' }).relevance;
      const product = gradientTimesInput(of, image, { target: 0 }).relevance;
      return tf.div(tf.max(tf.abs(tf.sub(ours, product))), tf.max(tf.abs(product))).dataSync()[0];
    });
    expect(off).toBeLessThan(5e-7);
    net.dispose();
  }
});
