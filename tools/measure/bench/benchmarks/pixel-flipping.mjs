import { classifier } from '@interp/core';
import { float32Entry, int32Entry, readSafetensors } from '@interp/files';
import { lenetToTorch } from '@interp/lenet';
import { gradientTimesInput, pixelFlipping } from '@interp/lrp';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';

/** Each map's ranks, from 1 for the lowest: no two pixels weigh the same, so that there is one order only. */
const ranks = (maps, size) => {
  const ranked = new Float32Array(maps.length);
  for (let from = 0; from < maps.length; from += size) {
    const map = maps.subarray(from, from + size);
    const order = Array.from(map.keys()).sort((a, b) => map[a] - map[b]);
    order.forEach((place, rank) => (ranked[from + place] = rank + 1));
  }
  return ranked;
};

/** Sets the 784 pixels of each digit to black, one after another by their gradient times input; follows the probability. */
export default {
  name: 'pixel-flipping-100',
  title: 'Pixel flipping, 100 digits',
  module: 'pixel_flipping',
  peer: 'Quantus',
  repeats: 1,
  tolerance: 1e-3,
  atMost: 0.08,
  async prepare({ test: set, batch: n }) {
    const model = await pretrained('lenet');
    const network = classifier(model);
    const x = set.images(Array.from({ length: n }, (_, i) => i));
    const { relevance, targets } = gradientTimesInput(network, x);
    const values = ranks(await relevance.data(), relevance.size / n);
    relevance.dispose();
    const maps = tf.tensor(values, x.shape);
    const run = () => pixelFlipping(network, x, maps).curves;
    return {
      inputs: [
        ...readSafetensors(await lenetToTorch(model)).tensors,
        ['images', float32Entry([n, 1, 28, 28], await x.data())],
        ['maps', float32Entry([n, 1, 28, 28], values)],
        ['classes', int32Entry([n], targets)],
      ],
      // Quantus leaves out what there is before the first step.
      check: () => run().flatMap((curve) => Array.from(curve.subarray(1))),
      run,
      dispose: () => {
        tf.dispose([x, maps]);
        model.dispose();
      },
    };
  },
};
