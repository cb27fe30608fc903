import { classifier } from '@interp/core';
import { lenet } from '@interp/lenet';
import { rbm, cho } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import {
  activationFunctions,
  architecture,
  boltzmannMachine,
  notation,
  relevanceFlow,
  smallNetwork,
} from '../src/index.js';

beforeAll(() => startBackend('cpu'));

const english = (en: string): string => en;
const spanish = (_: string, es: string): string => es;

test('each is drawn in both languages from plain data, and leaves no tensor', async () => {
  const model = lenet({ seed: 1 });
  const image = tf.ones<tf.Rank.R4>([1, 28, 28, 1]);
  const before = tf.memory().numTensors;
  const parameters = {
    weights: Float32Array.from({ length: 18 }, (_, i) => i),
    visibleBias: new Float32Array(9),
    hiddenBias: new Float32Array(2),
    sigma: Float32Array.of(1),
  };
  const machine = rbm({ variant: cho, inputShape: [3, 3, 1], parameters });
  const all = [
    architecture(model, 'LeNet'),
    relevanceFlow(classifier(model), image, 'ones'),
    boltzmannMachine(machine),
    smallNetwork(0),
    notation(0),
    activationFunctions(),
  ];
  machine.dispose();
  expect(tf.memory().numTensors).toBe(before);
  for (const { picture, text, data } of all) {
    const [en, es] = [await picture(english), await picture(spanish)];
    expect(en).toMatch(/^<svg/);
    expect(es).not.toBe(en);
    expect(text(english)).not.toBe('');
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  }
  expect(boltzmannMachine(machine).data.shown).toEqual([5, 6, 7, 8]);
  tf.dispose(image);
  model.dispose();
});
