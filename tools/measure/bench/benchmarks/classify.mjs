import * as tf from '@tensorflow/tfjs-core';
import { classifier } from '@interp/core';
import { float32Entry, readSafetensors } from '@interp/files';
import { lenet, lenetToTorch } from '@interp/lenet';

const batch = 250;

export default {
  name: 'classify',
  title: 'LeNet, classify 10,000 digits',
  module: 'classify',
  repeats: 1,
  tolerance: 1e-4,
  atMost: 0.5,
  async prepare({ test: set }) {
    const model = lenet({ seed: 1 });
    const network = classifier(model);
    const weights = readSafetensors(await lenetToTorch(model)).tensors;
    const indices = Array.from({ length: set.size }, (_, i) => i);
    const all = set.images(indices);
    const images = float32Entry([set.size, 1, 28, 28], await all.data());
    const logits = async () => {
      const parts = [];
      for (let at = 0; at < set.size; at += batch) {
        const scores = tf.tidy(() => network.logits(tf.slice(all, at, Math.min(batch, set.size - at))));
        parts.push(...(await scores.data()));
        scores.dispose();
      }
      return parts;
    };
    return {
      inputs: [...weights, ['images', images]],
      check: logits,
      run: async () => {
        for (let at = 0; at < set.size; at += batch) {
          const classes = tf.tidy(() =>
            tf.argMax(network.logits(tf.slice(all, at, Math.min(batch, set.size - at))), 1),
          );
          await classes.data();
          classes.dispose();
        }
      },
      dispose: () => {
        all.dispose();
        model.dispose();
      },
    };
  },
};
