import * as adversarial from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** Max-pooling of one window of equal pixels, by layers and by a function. */
const pooled = (): Readonly<Record<string, Classifier>> => {
  const model = sequential({
    layers: [
      layers.maxPooling2d({ inputShape: [2, 2, 1], poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 2, weights: [tf.tensor2d([[1, -1]]), tf.zeros([2])] }),
    ],
  });
  const run = (x: tf.Tensor): tf.Tensor2D => model.apply(x) as tf.Tensor2D;
  return {
    layers: classifier(model),
    function: classifier(run, { inputShape: [2, 2, 1], classes: 2, returns: 'logits' }),
  };
};

const target = 0;

/** Maps of one image whose four pixels are equal. */
const maps: Readonly<Record<string, (net: Classifier, x: tf.Tensor) => tf.Tensor | Promise<tf.Tensor>>> = {
  gradient: (net, x) => lrp.gradient(net, x, { target }).relevance,
  gradientTimesInput: (net, x) => lrp.gradientTimesInput(net, x, { target }).relevance,
  sensitivity: (net, x) => lrp.sensitivity(net, x, { target }).relevance,
  integratedGradients: (net, x) => lrp.integratedGradients(net, x, { target, nodes: 4 }).relevance,
  smoothGrad: (net, x) => lrp.smoothGrad(net, x, { target, samples: 1, noise: 0 }).relevance,
  lrp: (net, x) => lrp.lrp(net, x, { target }).relevance,
  'lrp, gradient rule': (net, x) => lrp.lrp(net, x, { target, rules: lrp.gradientRule() }).relevance,
  'lrp, guided': (net, x) => lrp.lrp(net, x, { target, rules: lrp.guidedBackprop() }).relevance,
  attack: async (net, x) => (await adversarial.attack(net, x, adversarial.fgsm({ epsilon: 0.1 }))).perturbation,
  deepFool: async (net, x) => (await adversarial.attack(net, x, adversarial.deepFool({ steps: 1 }))).perturbation,
};

const ofLayersOnly = (name: string): boolean => name.startsWith('lrp');

test.each((['cpu', 'wasm'] as const).flatMap((backend) => Object.keys(maps).map((name) => [backend, name] as const)))(
  'on %s, %s gives a tie of max-pooling to its first maximum',
  async (backend, name) => {
    await startBackend(backend);
    for (const [kind, net] of Object.entries(pooled())) {
      if (kind === 'function' && ofLayersOnly(name)) continue;
      const x = tf.fill([1, 2, 2, 1], 0.5);
      const map = await maps[name](net, x);
      const [first, ...others] = Array.from(map.dataSync(), (value) => Math.abs(value));
      expect([kind, first > 0, others]).toEqual([kind, true, [0, 0, 0]]);
      tf.dispose([x, map]);
    }
  },
);
