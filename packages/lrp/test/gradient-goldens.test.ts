import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import type { SafetensorsFile } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { goldenLenet, goldenSets, nhwc, tensorOf } from '@interp/testing/goldens';
import {
  gradCam,
  gradient,
  gradientTimesInput,
  integratedGradients,
  occlusion,
  sensitivity,
  type Attribution,
} from '../src/index.js';

beforeAll(() => startBackend('wasm'));

type Method = (classifier: Classifier, x: tf.Tensor) => Attribution;

const methods: Readonly<Record<string, Method>> = {
  grad_logit: (c, x) => gradient(c, x),
  grad_prob: (c, x) => gradient(c, x, { score: 'probability' }),
  sensitivity_logit: (c, x) => sensitivity(c, x, { score: 'logit' }),
  sensitivity_prob: (c, x) => sensitivity(c, x),
  input_x_gradient: (c, x) => gradientTimesInput(c, x),
  ig_black: (c, x) => integratedGradients(c, x),
  ig_zero: (c, x) => integratedGradients(c, x, { baseline: 0 }),
  occlusion: (c, x) => occlusion(c, x),
  gradcam_conv2: (c, x) => gradCam(c, x, { beforeActivation: true, positiveOnly: false, upsampled: false }),
  gradcam_act2: (c, x) => gradCam(c, x, { layer: 'conv2', positiveOnly: false, upsampled: false }),
};

/** The largest difference of an image over what it may be. */
const excess = (found: ArrayLike<number>, file: SafetensorsFile, name: string): number => {
  const { data } = nhwc(file.tensors.get(name)!);
  const expected = data as Float32Array;
  const errors = file.tensors.get(`float32_error.${name}`)!.data as Float32Array;
  const size = expected.length / errors.length;
  let worst = 0;
  errors.forEach((error, image) => {
    let [difference, top] = [0, 0];
    for (let i = image * size; i < (image + 1) * size; i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
      top = Math.max(top, Math.abs(expected[i]));
    }
    worst = Math.max(worst, difference / Math.max(1e-4 * top, 5 * error));
  });
  return worst;
};

const cases = goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((units) => ({ set, units })));

describe.each(cases)('a LeNet of $units units and the images of $set.name', ({ set, units }) => {
  const file = set.read(`gradients-${units}`);
  let lenet: Classifier;
  let x: tf.Tensor;
  beforeAll(() => {
    lenet = classifier(goldenLenet(set.read(`model-${units}`)));
    x = tensorOf(set.read('classify').tensors.get('images')!);
  });
  afterAll(() => {
    x.dispose();
    lenet.network!.model!.dispose();
  });

  test.each(Object.keys(methods))('%s as Captum has it', (name) => {
    const before = tf.memory().numTensors;
    const { relevance, targets, totals } = methods[name](lenet, x);
    expect(Array.from(targets)).toEqual(Array.from(file.tensors.get('target')!.data as Int32Array));
    expect(excess(relevance.dataSync(), file, name)).toBeLessThanOrEqual(1);
    const sums = tf.tidy(() => tf.sum(relevance, [1, 2, 3]).dataSync());

    sums.forEach((sum, i) => expect(totals[i]).toBeCloseTo(sum, 2));
    relevance.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('the completeness error is what Captum reports', () => {
    const { relevance, completenessError } = integratedGradients(lenet, x);
    const delta = file.tensors.get('ig_black_delta')!.data as Float32Array;
    completenessError.forEach((error, i) => expect(error).toBeCloseTo(delta[i], 3));
    relevance.dispose();
  });
});
