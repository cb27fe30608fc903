import * as rbm from '@interp/rbm';
import { refused } from '@interp/testing/refusal';

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test.each<[rbm.RbmRecipeOptions, rbm.RbmRecipe['network'], rbm.RbmRecipe['training']]>([
  [{}, { variant: rbm.cho, sigma: 0.5 }, { sigmaFloor: 0.3, trainer: rbm.contrastiveDivergence() }],
  [
    { variant: 'binary', trainer: 'pt', k: 2, temperatures: 3, schedule: 'linear', seed: 4, hidden: 8 },
    { variant: rbm.binary, seed: 4, hidden: 8 },
    {
      ...{ sigmaFloor: 0.3, seed: 4, schedule: rbm.linearRate() },
      trainer: rbm.parallelTempering({ k: 2, temperatures: 3 }),
    },
  ],
  [
    { recipe: 'thesis', k: 3, hidden: 100, learnSigma: false },
    { ...rbm.thesisRecipe.network, hidden: 100 },
    { ...rbm.thesisRecipe.training, trainer: rbm.contrastiveDivergence({ k: 3 }), learnSigma: false },
  ],
  [
    { recipe: 'thesis', trainer: 'pcd', chains: 5, sigmaFloor: 2 },
    { ...rbm.thesisRecipe.network, sigma: 2 },
    { ...rbm.thesisRecipe.training, trainer: rbm.persistentDivergence({ chains: 5 }), sigmaFloor: 2 },
  ],
])('%j', (options, network, training) => {
  const made = rbm.rbmRecipeOf(plain(options));
  expect(made.network.variant).toBe(network.variant);
  expect(plain(made)).toEqual(plain({ network, training }));
});

test.each<[unknown, RegExp]>([
  [{ variant: 'ising' }, /variant/],
  [{ hiddens: 3 }, /did you mean "hidden"/],
  [{ chains: 3 }, /^the option chains means nothing to \{ trainer: "cd" \}; leave it out$/],
  [{ recipe: 'thesis', chains: 3 }, /^the option chains means nothing to \{ trainer: "cd" \}/],
  [{ trainer: 'pcd', temperatures: 3 }, /^the option temperatures means nothing to \{ trainer: "pcd" \}/],
  [{ variant: 'binary', perPixel: false }, /^the option perPixel means nothing to \{ variant: "binary" \}/],
  [{ sigma: 0.1 }, /^the option sigma is 0\.1, below the lowest of 0\.3; lower the option sigmaFloor too$/],
  [{ momentum: 2 }, /momentum/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => rbm.rbmRecipeOf(options as rbm.RbmRecipeOptions));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});
