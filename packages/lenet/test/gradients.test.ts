import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { crossEntropy, lenet, meanSquaredError } from '../src/index.js';
import { oneHot } from '../src/losses.js';
import {
  tapeWeightGradients,
  trainingLogits,
  weightGradients,
  withoutImageGradients,
} from '../src/weight-gradients.js';
import { refusal } from '@interp/testing/refusal';
import { toyImages, toyModel } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const variablesOf = (model: tfl.LayersModel): tf.Tensor[] => model.trainableWeights.map((weight) => weight.read());

const expectClose = (some: readonly (tf.Tensor | undefined)[], others: readonly (tf.Tensor | undefined)[]): void => {
  expect(some).toHaveLength(others.length);
  some.forEach((one, i) => {
    expect(tf.max(tf.abs(tf.sub(one!, others[i]!))).dataSync()[0]).toBeLessThan(1e-6);
  });
};

const endings = ['logits', 'dense', 'layer', 'activation'] as const;

describe.each(endings)('a model that ends in: %s', (ending) => {
  test.each([crossEntropy, meanSquaredError])('$name: gradients are finite differences', (loss) => {
    const model = toyModel(ending);
    const data = toyImages(5);
    const logitsOf = trainingLogits(model);
    const variables = variablesOf(model);
    tf.tidy(() => {
      const x = data.images([0, 1, 2, 3, 4]);
      const wanted = oneHot(data.labels, 4);
      const { gradients, loss: whole, logits } = weightGradients(model)(loss, x, wanted);
      const taped = tapeWeightGradients(model, logitsOf, loss, variables, x, wanted);
      expectClose([whole, logits, ...(gradients as tf.Tensor[])], [taped.loss, taped.logits, ...taped.gradients]);
      taped.logits.dispose();
      const value = (): number => loss.of(logitsOf(x, true), wanted).value.dataSync()[0];
      variables.forEach((variable, i) => {
        const values = variable.dataSync().slice();
        const at = Math.floor(values.length / 2);
        const moved = (step: number): number => {
          const changed = values.slice();
          changed[at] += step;
          model.trainableWeights[i].write(tf.tensor(changed, variable.shape));
          return value();
        };
        const difference = (moved(0.001) - moved(-0.001)) / 0.002;
        model.trainableWeights[i].write(tf.tensor(values, variable.shape));
        expect((gradients[i] as tf.Tensor).dataSync()[at]).toBeCloseTo(difference, 3);
      });
    });
    model.dispose();
  });
});

test('a softmax at the end changes nothing: same logits as without', () => {
  const x = toyImages(3).images([0, 1, 2]);
  const [plain, ...others] = endings.map((ending) => {
    const model = toyModel(ending);
    const logits = trainingLogits(model)(x, false).dataSync();
    model.dispose();
    return logits;
  });
  for (const logits of others) logits.forEach((score, i) => expect(score).toBeCloseTo(plain[i], 5));
  x.dispose();
});

test('a model of one softmax layer', () => {
  const model = tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [2], units: 3, activation: 'softmax' })] });
  const [kernel] = model.getWeights().map((weight) => weight.arraySync() as number[][]);
  const logits = trainingLogits(model)(tf.tensor2d([[1, 2]]), false).dataSync();
  logits.forEach((score, c) => expect(score).toBeCloseTo(kernel[0][c] + 2 * kernel[1][c], 5));
  model.dispose();
});

test('penalties of regularisers are part of the loss', () => {
  const kernelRegularizer = tfl.regularizers.l2({ l2: 0.5 });
  const model = tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [2], units: 2, kernelRegularizer })] });
  tf.tidy(() => {
    model.setWeights([tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.zeros([2])]);
    const { loss, gradients } = weightGradients(model)(crossEntropy, tf.zeros([1, 2]), oneHot([0], 2));
    expect(loss.dataSync()[0]).toBeCloseTo(Math.log(2) + 0.5 * (1 + 4 + 9 + 16), 4);
    expect(Array.from((gradients[0] as tf.Tensor).dataSync())).toEqual([1, 2, 3, 4]);
  });
  model.dispose();
});

test("leaving out the images' gradient leaves the weights' as they are, and the layers too", () => {
  const model = lenet({ seed: 1 });
  const call = model.getLayer('conv1').call;
  const lean = withoutImageGradients(model);
  const logitsOf = trainingLogits(model);
  const x = tf.randomUniform([4, 28, 28, 1], -1, 1, 'float32', 1);
  const run = () => tapeWeightGradients(model, logitsOf, crossEntropy, variablesOf(model), x, oneHot([1, 2, 3, 4], 10));
  const [usual, less] = tf.tidy(() =>
    [run(), lean(run)].map(({ gradients }) => gradients.map((g) => g!.dataSync<'float32'>())),
  );
  const largest = usual.map((values, i) => values.reduce((most, v, j) => Math.max(most, Math.abs(v - less[i][j])), 0));
  for (const difference of largest) expect(difference).toBeLessThan(1e-5);
  expect(model.getLayer('conv1').call).toBe(call);
  expect(Object.hasOwn(model.getLayer('conv1'), 'call')).toBe(false);
  model.dispose();
});

const input = tfl.input({ shape: [3] });
const score = (units: number): tfl.SymbolicTensor => tfl.layers.dense({ units }).apply(input) as tfl.SymbolicTensor;

test.each([
  ['two outputs', () => tfl.model({ inputs: input, outputs: [score(2), score(2)] })],
  ['one class', () => tfl.model({ inputs: input, outputs: score(1) })],
  [
    'an image as output',
    () => tfl.sequential({ layers: [tfl.layers.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 3 })] }),
  ],
])('a model with %s is refused', async (_, make) => {
  expect(await refusal(() => trainingLogits(make()))).toBe('unsupported-model');
});
