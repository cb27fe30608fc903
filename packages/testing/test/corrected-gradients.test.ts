import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { type Classifier, classifier, type InterpError, networkOf, trace } from '@interp/core';
import { failure, refusedNow } from '../src/refusal.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const ones = (logits: tf.Tensor2D): tf.Tensor2D => tf.onesLike(logits);

const embedding = () =>
  sequential({
    layers: [
      layers.embedding({ name: 'words', inputShape: [3], inputDim: 5, outputDim: 2 }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ],
  });

test.each([
  [
    'a layer that is given whole numbers',
    () => classifier(embedding()),
    /^the input "words_input" holds whole numbers that "words" looks up/,
  ],
  [
    'an operation without a gradient',
    () =>
      classifier((x) => tf.real(tf.complex(x, x)) as tf.Tensor2D, { inputShape: [3], classes: 3, returns: 'values' }),
    /^the operation (Real|Complex) /,
  ],
  [
    'a function that is constant but for steps',
    () =>
      classifier((x) => tf.cast<tf.Tensor2D>(tf.greater(x, 0), 'float32'), {
        inputShape: [3],
        classes: 3,
        returns: 'values',
      }),
    /^the function has no gradient .*nothing that is differentiable/,
  ],
])('%s is refused by name, and leaves nothing', (_, make, message) => {
  const c = make();
  const x = tf.tensor2d([[1, 2, 3]]);
  expect(refusedNow(() => c.gradient(x, ones))).toMatchObject({
    code: 'unsupported-layer',
    message: expect.stringMatching(message) as string,
  });
});

const netOf = (apply: (x: SymbolicTensor) => SymbolicTensor, inputShape: number[]): LayersModel => {
  const x = input({ shape: inputShape });
  const y = apply(x);
  const flat = y.shape.length > 2 ? layers.flatten().apply(y) : y;
  const net = model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(flat) as SymbolicTensor });
  const random = (shape: (number | null)[], i: number): tf.Tensor =>
    tf.randomUniform(shape as number[], 0.2, 1.5, 'float32', i);
  net.setWeights(net.getWeights().map(({ shape }, i) => random(shape, i)));
  return net;
};

const on = (layer: { apply: (x: never) => unknown }, x: SymbolicTensor): SymbolicTensor =>
  layer.apply(x as never) as SymbolicTensor;

const centralDifferences = (net: Classifier, x: tf.Tensor, step = 1e-2): number[] => {
  const values = x.dataSync();
  const total = (i: number, change: number): number => {
    const changed = Float32Array.from(values, (value, k) => (k === i ? value + change : value));
    return tf.tidy(() => tf.sum(net.logits(tf.tensor(changed, x.shape))).dataSync()[0]);
  };
  return Array.from(values, (_, i) => (total(i, step) - total(i, -step)) / (2 * step));
};

const three = { units: 3, recurrentInitializer: 'glorotUniform' } as const;

const afterOneStep = (layer: { apply: (x: never) => unknown }): Classifier =>
  classifier(netOf((x) => on(layer, x), [1, 4]));

test.each<[string, () => Classifier]>([
  ['LSTM', () => afterOneStep(layers.lstm(three))],
  ['GRU', () => afterOneStep(layers.gru(three))],
  ['SimpleRNN', () => afterOneStep(layers.simpleRNN(three))],
  ['Bidirectional', () => afterOneStep(layers.bidirectional({ layer: layers.lstm(three) }))],
  ['TimeDistributed', () => afterOneStep(layers.timeDistributed({ layer: layers.dense({ units: 3 }) }))],
  [
    'unstack of one, along the last axis',
    () =>
      classifier((x) => tf.square(tf.unstack(tf.reshape(x, [-1, 4, 1]), -1)[0]) as tf.Tensor2D, {
        inputShape: [1, 4],
        classes: 4,
        returns: 'values',
      }),
  ],
])('a single time step has its gradient: %s', (_, make) => {
  const net = make();
  const x = tf.tensor3d([0.3, -0.5, 0.8, 0.1], [1, 1, 4]);
  const found = net.gradient(x, ones).gradient.dataSync();
  const expected = centralDifferences(net, x);
  expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 3));
});

test('what a function throws itself is the cause of the error', async () => {
  const throws = (): tf.Tensor2D => {
    throw new RangeError('mine');
  };
  let isMade = false;
  const c = classifier((x) => (isMade ? throws() : (tf.clone(x) as tf.Tensor2D)), {
    inputShape: [2],
    classes: 2,
    returns: 'values',
  });
  const x = tf.ones([1, 2]);
  c.logits(x).dispose();
  isMade = true;
  const error = (await failure(() => c.gradient(x, ones))) as InterpError;
  expect([error.code, error.cause]).toEqual(['unsupported-model', new RangeError('mine')]);
});

test('of equal maxima the first takes all of the gradient, by the tape as by the walk', () => {
  const top = layers.globalMaxPooling2d({ inputShape: [2, 2, 1] });
  const walked = classifier(sequential({ layers: [top, layers.dense({ units: 1, kernelInitializer: 'ones' })] }), {
    inputShape: [2, 2, 1],
  });
  const taped = classifier((x) => tf.max<tf.Tensor2D>(x, [1, 2]), {
    inputShape: [2, 2, 1],
    classes: 1,
    returns: 'values',
  });
  const x = tf.tensor4d([0, 3, 3, 3], [1, 2, 2, 1]);
  const run = trace(networkOf(walked.network!), x);
  expect(run.output.shape[0]).toBe(1);
  for (const c of [walked, taped]) {
    const { gradient } = c.gradient(x, (l) => tf.ones([1, l.shape[1]]));
    const [a, b, ...others] = gradient.dataSync();
    expect([a, ...others]).toEqual([0, 0, 0]);
    expect(b).not.toBe(0);
  }
});

test("other tapes and TensorFlow.js' own registry are as they were, also after an error", () => {
  const names = ['AvgPool', 'MirrorPad', 'Conv2D', 'Max', 'StridedSlice', 'FusedBatchNorm'];
  const before = names.map((name) => tf.getGradient(name) as unknown);
  const own = Object.keys(tf.engine());
  classifier(
    (x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 1],
        ],
        'reflect',
      ) as tf.Tensor2D,
    { inputShape: [3], classes: 5, returns: 'values' },
  ).gradient(tf.ones([1, 3]), ones);
  const embedded = classifier(embedding());
  expect(refusedNow(() => embedded.gradient(tf.ones([1, 3]), ones))?.message).toMatch('looks up');
  expect(names.map((name) => tf.getGradient(name) as unknown)).toEqual(before);
  expect(Object.keys(tf.engine())).toEqual(own);
  // eslint-disable-next-line no-restricted-syntax -- TensorFlow.js' own error, which shows that its registry is as it was
  expect(() => tf.grad((x) => tf.stridedSlice(x, [0], [3], [2]))(tf.ones([3]))).toThrow('gradient function not found');
});

test.each<[string, number[], boolean, (x: SymbolicTensor) => SymbolicTensor]>([
  ['Conv1D', [6, 2], true, (x) => on(layers.batchNormalization(), on(layers.conv1d({ filters: 3, kernelSize: 2 }), x))],
  [
    'a convolution with channels first, along axis 1',
    [2, 5, 4],
    true,
    (x) =>
      on(
        layers.batchNormalization({ axis: 1 }),
        on(layers.conv2d({ filters: 3, kernelSize: 2, dataFormat: 'channelsFirst' }), x),
      ),
  ],
  [
    'a dense layer and a reshape',
    [4],
    true,
    (x) =>
      on(
        layers.batchNormalization(),
        on(layers.reshape({ targetShape: [2, 2, 3] }), on(layers.dense({ units: 12 }), x)),
      ),
  ],
  [
    'a reshape, along another axis',
    [4],
    true,
    (x) =>
      on(
        layers.batchNormalization({ axis: 1 }),
        on(layers.reshape({ targetShape: [2, 2, 3] }), on(layers.dense({ units: 12 }), x)),
      ),
  ],
  [
    'a convolution, cropped, repeated and permuted',
    [5, 4, 1],
    true,
    (x) =>
      on(
        layers.batchNormalization({ axis: 2 }),
        on(
          layers.permute({ dims: [1, 3, 2] }),
          on(
            layers.upSampling2d({ size: [2, 1] }),
            on(
              layers.cropping2D({
                cropping: [
                  [1, 0],
                  [0, 1],
                ],
              }),
              on(layers.conv2d({ filters: 3, kernelSize: 2 }), x),
            ),
          ),
        ),
      ),
  ],
  [
    'a convolution and zeros around it',
    [5, 4, 1],
    false,
    (x) =>
      on(
        layers.batchNormalization(),
        on(layers.zeroPadding2d({ padding: 1 }), on(layers.conv2d({ filters: 3, kernelSize: 2 }), x)),
      ),
  ],
  [
    'a flattened convolution',
    [5, 4, 1],
    false,
    (x) => on(layers.batchNormalization(), on(layers.flatten(), on(layers.conv2d({ filters: 3, kernelSize: 2 }), x))),
  ],
  [
    'an activation',
    [4],
    false,
    (x) => on(layers.batchNormalization(), on(layers.dense({ units: 3, activation: 'tanh' }), x)),
  ],
])('batch normalisation after %s: folded where each factor belongs to a channel', async (_, shape, isFolded, apply) => {
  await startBackend('cpu');
  const net = netOf(apply, shape);
  const x = tf.randomUniform([2, ...shape], -1, 1, 'float32', 4);
  const run = trace(net, x);
  expect(run.layers.some(({ isScale }) => isScale)).toBe(!isFolded);
  expect(tf.max(tf.abs(tf.sub(run.output, net.predict(x) as tf.Tensor))).dataSync()[0]).toBeLessThan(1e-4);
});
