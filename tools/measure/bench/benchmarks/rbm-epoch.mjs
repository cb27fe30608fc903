import { float32Entry } from '@interp/files';
import { contrastiveDivergence, initialRbm, trainRbm, trainRbmSteps } from '@interp/rbm';

const batch = 64;
const options = { batch, trainer: contrastiveDivergence({ k: 1 }), rate: 0.005, seed: 1 };

/** An epoch of the Gaussian RBM's training; compared by how well the machine reconstructs digits after one. */
export default {
  name: 'rbm-epoch',
  title: 'Gaussian RBM 784 × 100, CD-1, an epoch of 60,000 digits, batch 64',
  module: 'rbm_epoch',
  repeats: 1,
  tolerance: 0.03,
  atMost: 0.8,
  async prepare({ epoch: set }) {
    const start = await initialRbm(set, { hidden: 100, seed: 1 });
    const { weights, visibleBias, hiddenBias, sigma } = start.parameters;
    const all = set.images(Array.from({ length: set.size }, (_, i) => i));
    const images = float32Entry([set.size, 784], await all.data());
    all.dispose();
    const steps = trainRbmSteps(start, set, { ...options, epochs: 1000 });
    return {
      inputs: [
        ['images', images],
        ['W', float32Entry([784, 100], weights)],
        ['b_visible', float32Entry([784], visibleBias)],
        ['c_hidden', float32Entry([100], hiddenBias)],
        ['sigma', float32Entry([784], sigma)],
      ],
      check: async () => {
        const { rbm, history } = await trainRbm(start, set, { ...options, epochs: 1 });
        rbm.dispose();
        return history.map(({ reconstruction }) => reconstruction);
      },
      run: async () => {
        for (let at = 0; at < set.size; at += batch) await steps.next(false);
      },
      dispose: async () => {
        await steps.return(undefined);
        start.dispose();
      },
    };
  },
};
