import * as tf from '@tensorflow/tfjs-core';
import { attack, deepFool, pgd } from '@interp/adversarial';
import { plain, prototypes } from '@interp/am';
import { gradient, integratedGradients, lrp } from '@interp/lrp';

const ascentSteps = 5;

const explain = (method) => (network, x) => method(network, x).relevance.dispose();
const attackBy = (method) => async (network, x) => {
  const { adversarial, perturbation } = await attack(network, x, method);
  tf.dispose([adversarial, perturbation]);
};

/** What grows: `{ title, parts, run(network, x) }`, `parts` being how many of what is reported a run has. */
export const methods = {
  classify: { title: 'classify', parts: 1, run: (network, x) => network.logits(x).dispose() },
  gradient: { title: 'gradient', parts: 1, run: explain(gradient) },
  lrp: { title: 'LRP α2β1', parts: 1, run: explain(lrp) },
  integrated: { title: 'integrated gradients, 50 nodes', parts: 1, run: explain(integratedGradients) },
  am: {
    title: 'activation maximisation, one step',
    parts: ascentSteps,
    run: async (network, start) => {
      const classes = Array.from({ length: start.shape[0] }, (_, i) => i % 10);
      const options = { classes, start, threshold: 0, optimizer: plain({ rate: 0.1 }), steps: ascentSteps };
      const { images } = await prototypes(network, options);
      images.dispose();
    },
  },
  pgd: { title: 'PGD, 10 steps', parts: 1, run: attackBy(pgd({ epsilon: 0.2, steps: 10, randomStart: false })) },
  deepFool: { title: 'DeepFool, 3 steps at most', parts: 1, run: attackBy(deepFool({ steps: 3 })) },
};
