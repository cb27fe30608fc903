import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { backward, classifier, random, trace } from '@interp/core';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';

/** Stock backends, without the kernels of @interp/backend: the network needs none of them. */
const startBackend = async (name: string): Promise<void> => {
  await tf.setBackend(name);
  if (name === 'cpu') Object.assign(tf.backend(), { firstUse: false });
};

const apart = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => {
    expect(a.shape).toEqual(b.shape);
    const scale = Math.max(1e-3, tf.max(tf.abs(b)).dataSync()[0]);
    return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] / scale;
  });

/** The model's own function, up to a softmax at its very end. */
const reference =
  (net: LayersModel, isSoftmax: boolean) =>
  (x: tf.Tensor): tf.Tensor2D =>
    (isSoftmax ? tf.log(net.apply(x) as tf.Tensor2D) : net.apply(x)) as tf.Tensor2D;

/** Derivative of Σ_k d_k log p_k with Σ_k d_k = 0 is that of Σ_k d_k l_k: such starts do not see that a softmax is left out. */
const centred = (rows: number, columns: number): tf.Tensor2D =>
  tf.tidy(() => {
    const drawn = tf.tensor2d(random(3).normals(rows * columns), [rows, columns]);
    return tf.sub(drawn, tf.mean(drawn, 1, true));
  });

const byDifferences = (f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor, step: number): tf.Tensor => {
  const values = x.dataSync<'float32'>();
  const at = (i: number, by: number): number =>
    tf.tidy(
      () =>
        f(
          tf.tensor(
            values.map((v, k) => (k === i ? v + by : v)),
            x.shape,
          ),
        ).dataSync()[0],
    );
  return tf.tensor(
    values.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step)),
    x.shape,
  );
};

const endsWithSoftmax = (name: string): boolean => ['softmax at the end', 'nested models'].includes(name);

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  test.each(smallModels)('gradient of $name equals that of the tape', async ({ name, build, differences }) => {
    const net = randomise(build(), 1);
    const before = JSON.stringify(net.toJSON());
    const c = classifier(net);
    const x = randomBatch(net, 2, 2);
    const start = centred(2, c.classes);
    const count = tf.memory().numTensors;
    const { logits, gradient } = c.gradient(x, () => tf.clone(start));
    const values = tf.tidy(() => c.logits(x));
    expect(tf.memory().numTensors).toBe(count + 3);
    expect(apart(values, logits)).toBeLessThan(1e-5);
    const run = trace(net, x);
    const ruled = backward(run, start, () => (layer, _, arriving) => layer.vjp(arriving));
    expect(apart(ruled, gradient)).toBeLessThan(1e-5);
    run.dispose();
    ruled.dispose();
    expect(tf.memory().numTensors).toBe(count + 3);
    expect(JSON.stringify(net.toJSON())).toBe(before);

    await startBackend('cpu');
    const f = reference(net, endsWithSoftmax(name));
    const onCpu = tf.tensor(await x.data(), x.shape);
    const direction = tf.tensor2d(await start.data(), start.shape);
    const g = (v: tf.Tensor): tf.Scalar => tf.sum(tf.mul(f(v), direction));
    const expected =
      differences === 'none' ? tf.grad(g)(onCpu) : byDifferences(g, onCpu, differences === 'small' ? 1e-2 : 1);
    expect(apart(gradient, expected)).toBeLessThan(differences === 'small' ? 1e-3 : 3e-5);
    const dot = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0];
    expect(dot(logits, direction)).toBeCloseTo(dot(f(onCpu), direction), 4);
    await startBackend(backend);
  });
});

test('weights that are written to are seen', async () => {
  await startBackend('wasm');
  const net = randomise(smallModels.find(({ name }) => name === 'residual block')!.build(), 1);
  const c = classifier(net);
  const x = randomBatch(net, 1, 2);
  const gradientOf = (): tf.Tensor => c.gradient(x, (l) => tf.onesLike(l)).gradient;
  const first = gradientOf();
  randomise(net, 5);
  const second = gradientOf();
  expect(apart(first, second)).toBeGreaterThan(1e-2);
  expect(apart(second, classifier(net).gradient(x, (l) => tf.onesLike(l)).gradient)).toBe(0);
});
