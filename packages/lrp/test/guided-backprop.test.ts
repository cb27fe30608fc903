import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { deconvnet, guidedBackprop, lrp } from '@interp/lrp';

test.each([undefined, 4, 6])('guided backpropagation and deconvnet know a ReLU limited at %s', async (maxValue) => {
  await tf.setBackend('cpu');
  const kernel = tf.tensor2d([
    [-1, 0],
    [1, 0],
    [1, 0],
  ]);
  const model = sequential({
    layers: [
      layers.reLU({ inputShape: [3], ...(maxValue !== undefined && { maxValue }) }),
      layers.dense({ units: 2, useBias: false, weights: [kernel] }),
    ],
  });
  const x = tf.tensor2d([[1, -1, 2]]);
  const map = (rules: ReturnType<typeof guidedBackprop>): number[] =>
    Array.from(lrp(classifier(model, { bounds: [-1, 2] }), x, { rules, score: 'one', target: 0 }).relevance.dataSync());
  expect(map(guidedBackprop())).toEqual([0, 0, 1]);
  expect(map(deconvnet())).toEqual([0, 1, 1]);
});
