import { backward, classifier, trace } from '@interp/core';
import {
  fitPicture,
  inputTensor,
  pictureClassifier,
  type PictureClassifierOptions,
  pictureTensor,
  takingPictures,
} from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

beforeAll(() => tf.setBackend('cpu'));

const random = (seed: number) => initializers.glorotNormal({ seed });
const modelOf = ([height, width, channels]: readonly number[]) =>
  sequential({
    layers: [
      layers.conv2d({
        inputShape: [height, width, channels],
        filters: 3,
        kernelSize: 2,
        activation: 'softplus',
        kernelInitializer: random(1),
      }),
      layers.flatten(),
      layers.dense({ units: 3, kernelInitializer: random(2) }),
    ],
  });
const [width, height] = [7, 5];
const picture = {
  data: Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : (i * i * 7 + i * 31) % 256)),
  width,
  height,
};
const bright = {
  ...picture,
  data: picture.data.map((value) => 255 - value / 4).map((v, i) => (i % 4 === 3 ? 255 : v)),
};

/** Shapes of inputs and settings; the last one is a picture with a bright border for a model of one channel, which is inverted. */
const cases: readonly [readonly number[], PictureClassifierOptions, typeof picture][] = [
  [[4, 4, 3], { fit: 'stretch' }, picture],
  [[4, 4, 3], { fit: 'cover', bounds: [0, 255] }, picture],
  [[4, 6, 3], { fit: 'contain', mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] }, picture],
  [[9, 4, 3], { channels: 'bgr', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }, picture],
  [[5, 7, 3], { channels: 'grey', bounds: [0, 1] }, picture],
  [[4, 3, 1], { fit: 'cover' }, picture],
  [[6, 4, 1], { bounds: [0, 1] }, bright],
];

describe.each(cases)('inputs of [%s], %j', (inputShape, settings, taken) => {
  const own = () => pictureClassifier(modelOf(inputShape), settings);
  const seed = (logits: tf.Tensor2D): tf.Tensor2D => tf.mul(tf.tensor2d([1, -2, 0.5], [1, 3]), tf.onesLike(logits));

  test('it sees what is fed to the model where pictures are read', () => {
    tf.tidy(() => {
      const net = own();
      const fed = net.preprocessing.toModel(fitPicture(taken, { inputShape, fit: settings.fit }));
      expect(inputTensor(net, taken).dataSync()).toEqual(fed);
      for (const bounds of [
        [0, 1],
        [0, 255],
        [-1, 1],
      ] as const) {
        const whole = takingPictures(net, taken, { bounds });
        const x = pictureTensor(taken, { bounds });
        const scale = Math.max(...fed.map(Math.abs));
        whole.toInputs(x).dataSync<'float32'>().forEach((value, i) => expect(Math.abs(value - fed[i])).toBeLessThan(2e-6 * scale)); // prettier-ignore
        const [logits, expected] = [whole.logits(x), net.logits(tf.tensor(fed, [1, ...inputShape]))];
        logits.dataSync<'float32'>().forEach((value, i) => expect(value).toBeCloseTo(expected.dataSync()[i], 4));
        const ofSteps = classifier(whole.network!, { bounds, inputShape: whole.inputShape }).logits(x);
        logits.dataSync<'float32'>().forEach((value, i) => expect(value).toBeCloseTo(ofSteps.dataSync()[i], 4));
      }
    });
  });

  test('its gradient is that of finite differences, by steps, by the tape and by the trace', () => {
    tf.tidy(() => {
      const whole = takingPictures(own(), taken);
      const x = pictureTensor(taken);
      const { gradient } = whole.gradient(x, seed);
      const score = (input: tf.Tensor) => tf.sum(tf.mul(whole.logits(input), seed(whole.logits(input))));
      const taped = tf.grad(score)(x).dataSync<'float32'>();
      const run = trace(whole.network!, x);
      const traced = backward(run, seed(run.output as tf.Tensor2D)).dataSync<'float32'>();
      const found = gradient.dataSync<'float32'>();
      const most = Math.max(...found.map(Math.abs));
      expect(most).toBeGreaterThan(0);
      const values = x.dataSync<'float32'>();
      found.forEach((value, i) => {
        expect(Math.abs(value - taped[i])).toBeLessThan(1e-5 * most);
        expect(Math.abs(value - traced[i])).toBeLessThan(1e-5 * most);
      });
      for (let i = 0; i < found.length; i += 7) {
        const moved = (by: number) => {
          const other = values.slice();
          other[i] += by;
          return score(tf.tensor(other, x.shape)).dataSync()[0];
        };
        const [h, slope] = [0.02, found[i]];
        expect(Math.abs((moved(h) - moved(-h)) / (2 * h) - slope)).toBeLessThan(5e-3 * most);
      }
    });
  });
});

test('several pictures of a size go through at once; nothing is left in memory', () => {
  const model = modelOf([4, 4, 3]);
  const net = pictureClassifier(model, { fit: 'cover' });
  net.logits(tf.zeros([1, 4, 4, 3])).dispose();
  const before = tf.memory().numTensors;
  const whole = takingPictures(net, picture);
  const x = tf.tidy(() => tf.concat([pictureTensor(picture), pictureTensor(bright)]));
  const { logits, gradient } = whole.gradient(x, (l) => tf.onesLike(l));
  expect([logits.shape, gradient.shape]).toEqual([
    [2, 3],
    [2, 5, 7, 3],
  ]);
  tf.dispose([x, logits, gradient, whole.toInputs(tf.zeros([1, 5, 7, 3]))]);
  expect(tf.memory().numTensors).toBe(before + 1);
});
