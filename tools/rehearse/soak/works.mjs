// Pieces of work that people mix in one process; each takes its round, so that no two are the same, and leaves nothing behind.
import { attack, deepFool, misclassified, pgd } from '@interp/adversarial';
import { prototypes } from '@interp/am';
import { classifier } from '@interp/core';
import { decoder, sample } from '@interp/gan';
import { evaluate, lenet, train } from '@interp/lenet';
import { gradient, lrp } from '@interp/lrp';
import { drawnDigits } from '@interp/mnist';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { gibbs } from '@interp/rbm';
import { heatmapGrid } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import * as tf from '@tensorflow/tfjs-core';

/** What lives as long as the process: networks and digits. */
export async function openWorks() {
  const [model, generator, machine] = [
    await pretrained('lenet'),
    await pretrainedGenerator('generator'),
    await pretrainedRbm('rbm-8'),
  ];
  const digits = drawnDigits({ count: 200, seed: 3 });
  return { network: classifier(model), makes: decoder(generator), machine, digits };
}

const tenOf = ({ size }, round) => Array.from({ length: 10 }, (_, i) => (round * 10 + i) % size);
const finite = async (tensor, what) => {
  if (!(await tensor.data()).every(Number.isFinite)) throw new Error(`${what} gave values that are not finite`);
};

/** Each: what it does, once. */
export const works = {
  classify: async ({ network, digits }) => {
    await evaluate(network, digits, { batch: 50 });
  },
  explain: async ({ network, digits }, round) => {
    const x = digits.images(tenOf(digits, round));
    for (const method of [gradient, lrp]) {
      const { relevance } = method(network, x);
      await finite(relevance, method.name);
      if (method === lrp) svgToPng(heatmapGrid([{ maps: { data: await relevance.data(), shape: relevance.shape } }]));
      relevance.dispose();
    }
    x.dispose();
  },
  prototype: async ({ network }, round) => {
    const found = await prototypes(network, { classes: [round % 10], steps: 20, seed: round });
    await finite(found.images, 'prototypes');
    found.images.dispose();
  },
  attack: async ({ network, digits }, round) => {
    const of = tenOf(digits, round);
    const x = digits.images(of);
    const criterion = misclassified(of.map((i) => digits.labels[i]));
    for (const method of [pgd({ epsilon: 0.3, steps: 5, randomStart: false }), deepFool({ steps: 5 })]) {
      const result = await attack(network, x, method, { criterion });
      await finite(result.adversarial, 'attack');
      tf.dispose([result.adversarial, result.perturbation]);
    }
    x.dispose();
  },
  train: async ({ digits }, round) => {
    const model = lenet({ seed: round });
    await train(model, digits, { epochs: 1, batch: 50, seed: round });
    model.dispose();
  },
  sample: async ({ makes, machine, digits }, round) => {
    const { images, latent } = sample(makes, { count: 10, seed: round });
    await finite(images, 'sample');
    const start = digits.images(tenOf(digits, round));
    const { visible, means, hidden } = await gibbs(machine, start, { steps: 20, seed: round });
    await finite(means, 'gibbs');
    tf.dispose([images, latent, start, visible, means, hidden]);
  },
};
