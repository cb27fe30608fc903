import * as am from '@interp/am';
import { classifier } from '@interp/core';
import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { failure } from '../src/refusal.js';
import { methodsThatAsk, type AskingWork } from './methods-that-ask.js';
import { smallDigits, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
beforeAll(async () => {
  digits = await smallDigits();
});

const methods = methodsThatAsk(() => digits);

/** Methods that need a value where a classifier has no lower bound, with one. */
const withValue: Readonly<Record<string, AskingWork>> = {
  integratedGradients: (net, x) => lrp.integratedGradients(net, x, { nodes: 2, baseline: 0 }),
  occlusion: (net, x) => lrp.occlusion(net, x, { window: 14, stride: 14, value: 0 }),
  pixelFlipping: (net, x) => lrp.pixelFlipping(net, x, x, { steps: 1, value: 0 }),
  regionPerturbation: (net, x) => lrp.regionPerturbation(net, x, x, { steps: 1, value: 0 }),
  sensitivityN: (net, x) => lrp.sensitivityN(net, x, x, { sizes: [1], subsets: 2, value: 0 }),
  compareExplanations: (net, x) => {
    const settings = { step: 300, value: 0 };
    for (const { relevance } of lrp.compareExplanations(net, x, { gradient: lrp.gradient }, settings))
      relevance.dispose();
  },
  backgroundAddition: (net) =>
    am.backgroundAddition(net, 'blank', { classes: [1, 2], side: 14, passes: 1, background: 0 }),
  prototypes: (net) => am.prototypes(net, { classes: [1, 2], steps: 1, restarts: 1, bounds: [0, 1] }),
};
/** Methods of a batch of images, but for those that are given it as a map too. */
const ofImages = Object.keys(methods).filter(
  (name) =>
    methods[name].length === 2 &&
    !['pixelFlipping', 'regionPerturbation', 'sensitivityN', 'explanationDrift'].includes(name),
);

const without = { below: [-Infinity, 1], above: [-1, Infinity], both: [-Infinity, Infinity] } as const;

test.each(Object.keys(without) as (keyof typeof without)[])(
  'without bounds %s: done, or one line says why',
  async (which) => {
    const free = classifier(digits.net.network!, { bounds: without[which] });
    for (const [name, method] of Object.entries(methods)) {
      const error = await failure(async () => tf.dispose((await method(free, digits.x)) as tf.TensorContainer));
      if (error !== undefined)
        expect([name, (error as Error).message]).toEqual([
          name,
          expect.stringMatching(
            /^the classifier's bounds are \[-?(?:Infinity|1), (?:Infinity|1)\]; expected finite ones here; /,
          ),
        ]);
    }
    for (const [name, method] of Object.entries(withValue)) {
      const error = await failure(async () => tf.dispose((await method(free, digits.x)) as tf.TensorContainer));
      expect([name, error]).toEqual([name, undefined]);
    }
  },
);

test('a batch of whole numbers is what the same numbers with a point are, for functions that take no others', async () => {
  const filter = tf.tensor4d([1, -2, 3, -4], [2, 2, 1, 1]);
  const score = (x: tf.Tensor): tf.Tensor2D => {
    const maps = tf.conv2d(tf.div<tf.Tensor4D>(x as tf.Tensor4D, 2), filter, 14, 'same');
    return tf.matMul(tf.reshape(maps, [x.shape[0], 4]), tf.tensor2d([1, 2, 3, 4, -4, 1, 2, -3], [4, 2]));
  };
  const options = { inputShape: [28, 28, 1], classes: 2, bounds: [-2, 2] } as const;
  const graph = {
    inputs: [{ shape: [-1, 28, 28, 1] }],
    outputs: [{ shape: [-1, 2] }],
    predict: (x: tf.Tensor) => {
      if (x.dtype !== 'float32') throw new Error("The dtype of dict['x'] must be float32, but was int32");
      return score(x);
    },
  };
  const start = (logits: tf.Tensor2D): tf.Tensor2D => tf.onesLike(logits);
  const whole = tf.tensor(
    Int32Array.from({ length: 1568 }, (_, i) => (i * 7) % 3),
    [2, 28, 28, 1],
    'int32',
  );
  const point = tf.cast(whole, 'float32');
  for (const net of [classifier(score, options), classifier(graph, { ...options, returns: 'logits' })]) {
    expect(net.logits(whole).dataSync()).toEqual(net.logits(point).dataSync());
    const { gradient } = net.gradient(whole, start);
    expect([gradient.dtype, gradient.dataSync()]).toEqual(['float32', net.gradient(point, start).gradient.dataSync()]);
    for (const name of ofImages) {
      const messages: unknown[] = [];
      for (const x of [whole, point]) {
        const error = await failure(async () => tf.dispose((await methods[name](net, x)) as tf.TensorContainer));
        messages.push((error as Error | undefined)?.message);
      }
      expect([name, messages[0]]).toEqual([name, messages[1]]);
    }
    lrp.pixelFlipping(net, whole, point, { steps: 1 });
  }
});
