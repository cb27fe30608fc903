// How the RBMs that ship are trained. Everything random follows from the seeds.
import { binary, cho, linearRate, persistentDivergence, thesisRecipe } from '@interp/rbm';

const gaussian = { variant: cho, sigma: 0.5, perPixel: true, seed: 1 };
const persistent = {
  batch: 64,
  trainer: persistentDivergence({ k: 1, chains: 64 }),
  rate: 0.005,
  schedule: linearRate({ from: 0.5 }),
  sigmaFloor: 0.3,
  seed: 1,
};

/** The thesis' own, with a number of hidden units. */
const thesis = (hidden) => ({
  network: { ...thesisRecipe.network, hidden, seed: 1 },
  training: { ...thesisRecipe.training, seed: 1 },
});

/** Names, as in `pretrained(name)`, with what `initialRbm()` and `trainRbm()` are given. */
export const rbmRecipes = {
  'rbm-100': { network: { ...gaussian, hidden: 100 }, training: { ...persistent, epochs: 20 } },
  'rbm-8': { network: { ...gaussian, hidden: 8 }, training: { ...persistent, epochs: 10 } },
  'rbm-100-thesis': thesis(100),
  'rbm-8-thesis': thesis(8),
  'rbm-binary': {
    network: { variant: binary, hidden: 100, seed: 1 },
    training: { ...persistent, rate: 0.02, epochs: 10 },
  },
};
