// What a stranger does with a network of their own: explain, attack, prototype.
import { attack, deepFool } from '@interp/adversarial';
import { prototypes } from '@interp/am';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';

/** Runs it on a loaded network, pictures and classes; plain arrays by what they are, what was said of each picture, and seconds taken. */
export async function tenLines(model, pictures, classes) {
  const began = performance.now();
  const net = classifier(model, { bounds: [0, 1] });
  const images = tf.tidy(() => tf.reshape(tf.tensor1d(pictures), [-1, ...net.inputShape]));
  const { relevance, targets } = lrp(net, images);
  const { items, adversarial, perturbation } = await attack(net, images, deepFool());
  const { images: ideal } = await prototypes(net, { classes, steps: 10, seed: 1 });

  const [explained, prototype] = await Promise.all([relevance.data(), ideal.data()]);
  const values = { relevance: [...explained], prototype: [...prototype], lengths: items.map(({ l2 }) => l2) };
  for (const tensor of [images, relevance, adversarial, perturbation, ideal]) tensor.dispose();
  const said = items.map(({ outcome }, i) => `${targets[i]} ${outcome}`);
  return { values, said, seconds: (performance.now() - began) / 1000 };
}
