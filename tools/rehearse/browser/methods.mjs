// What is computed in Node.js and in a browser alike: classify, gradients, relevance, prototypes and DeepFool on the weights that ship.
import { attack, deepFool } from '@interp/adversarial';
import { prototypes } from '@interp/am';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs each method on the LeNet and sample digits.
 *
 * @param {{ baseUrl?: string, classes?: number[], steps?: number }} [options]
 * @returns plain arrays by the method's name, what was said of each, and seconds taken
 */
export async function methods({ baseUrl, classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], steps = 20 } = {}) {
  const model = await pretrained('lenet', baseUrl === undefined ? {} : { baseUrl });
  const net = classifier(model);
  const digits = sampleDigits().images(classes);
  const began = performance.now();

  const logits = net.logits(digits);
  const { gradient, logits: same } = net.gradient(digits, (l) => tf.onesLike(l));
  const { relevance, targets } = lrp(net, digits);
  const { images } = await prototypes(net, { classes, steps, seed: 1 });
  const { items, adversarial, perturbation } = await attack(net, digits, deepFool());

  const tensors = { classify: logits, gradient, relevance, prototype: images };
  const values = { lengths: items.map(({ l2 }) => l2) };
  for (const [name, tensor] of Object.entries(tensors)) values[name] = [...(await tensor.data())];
  tf.dispose([digits, same, adversarial, perturbation, ...Object.values(tensors)]);
  model.dispose();
  const said = items.map(({ outcome }, i) => `${targets[i]} ${outcome}`);
  return { values, said, seconds: (performance.now() - began) / 1000 };
}
