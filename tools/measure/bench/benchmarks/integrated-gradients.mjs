import { classifier } from '@interp/core';
import { float32Entry, readSafetensors } from '@interp/files';
import { lenet, lenetToTorch } from '@interp/lenet';
import { integratedGradients } from '@interp/lrp';

/** Integrated gradients by 50 nodes of Gauss and Legendre, from a black image. */
export default {
  name: 'integrated-gradients-100',
  title: 'Heatmaps, integrated gradients, 50 nodes, 100 digits',
  module: 'integrated_gradients',
  peer: 'Captum',
  repeats: 1,
  tolerance: 1e-4,
  atMost: 0.5,
  async prepare({ test: set, batch: n }) {
    const model = lenet({ seed: 1 });
    const network = classifier(model);
    const x = set.images(Array.from({ length: n }, (_, i) => i));
    const images = float32Entry([n, 1, 28, 28], await x.data());
    const run = async () => {
      const { relevance } = integratedGradients(network, x, { nodes: 50 });
      const values = await relevance.data();
      relevance.dispose();
      return values;
    };
    return {
      inputs: [...readSafetensors(await lenetToTorch(model)).tensors, ['images', images]],
      check: run,
      run,
      dispose: () => {
        x.dispose();
        model.dispose();
      },
    };
  },
};
