import * as tf from '@tensorflow/tfjs-core';
import { attack, deepFool, pgd } from '@interp/adversarial';
import { classifier } from '@interp/core';
import { float32Entry, readSafetensors } from '@interp/files';
import { lenetToTorch } from '@interp/lenet';
import { pretrained } from '@interp/pretrained';

/** An attack on a hundred test digits from the shipped network's own answers. */
const benchmark = (name, title, method, atMost) => ({
  name: `${name}-100`,
  title: `${title}, 100 digits`,
  module: `attack_${name}`,
  peer: 'Foolbox',
  repeats: 1,
  tolerance: 0.02,
  atMost,
  async prepare({ test: set, batch: n }) {
    const model = await pretrained('lenet');
    const network = classifier(model);
    const x = set.images(Array.from({ length: n }, (_, i) => i));
    const images = float32Entry([n, 1, 28, 28], await x.data());
    const run = async () => {
      const { adversarial, perturbation, items } = await attack(network, x, method);
      tf.dispose([adversarial, perturbation]);
      return items;
    };
    return {
      inputs: [...readSafetensors(await lenetToTorch(model)).tensors, ['images', images]],
      check: async () => (await run()).map(({ l2 }) => l2),
      run,
      dispose: () => {
        x.dispose();
        model.dispose();
      },
    };
  },
});

export default [
  benchmark('deepfool', 'DeepFool', deepFool(), 0.2),
  benchmark('pgd', 'PGD, 40 steps', pgd({ epsilon: 0.2, randomStart: false }), 0.45),
];
