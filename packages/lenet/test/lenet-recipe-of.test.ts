import { lenetRecipeOf, meanSquaredError, sgd, stepRate, thesisRecipe, type LeNetRecipeOptions } from '@interp/lenet';
import { refused } from '@interp/testing/refusal';

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test('nothing is left to the defaults of lenet and train', () => {
  expect(lenetRecipeOf()).toEqual({ network: {}, training: {} });
});

test('names stand for values, numbers for themselves', () => {
  const given = { activation: 'relu', seed: 3, loss: 'mean-squared-error', optimizer: 'sgd', momentum: 0.5 } as const;
  const more = { schedule: 'step', patience: 2, validation: 0.2, shift: 1, scale: 0.1, epochs: 7 } as const;
  const { network, training } = lenetRecipeOf(plain({ ...given, ...more }));
  expect(network).toEqual({ activation: 'relu', seed: 3 });
  expect(plain(training)).toEqual(
    plain({
      ...{ epochs: 7, validation: 0.2, seed: 3, earlyStop: { patience: 2 }, augment: { shift: 1, scale: 0.1 } },
      loss: meanSquaredError,
      optimizer: sgd({ momentum: 0.5 }),
      schedule: stepRate(),
    }),
  );
  expect(training.loss).toBe(meanSquaredError);
});

test('a recipe is as it is, but for what stands beside it', () => {
  expect(lenetRecipeOf({ recipe: 'thesis' })).toEqual(thesisRecipe);
  const { network, training } = lenetRecipeOf({ recipe: 'thesis', momentum: 0.5, seed: 2, targetAccuracy: 0.9 });
  expect(network).toEqual({ ...thesisRecipe.network, seed: 2 });
  expect(plain(training)).toEqual(
    plain({ ...thesisRecipe.training, optimizer: sgd({ momentum: 0.5 }), seed: 2, targetAccuracy: 0.9 }),
  );
});

test.each<[unknown, RegExp]>([
  [{ recipe: 'cake' }, /^recipe is "cake"; expected thesis/],
  [{ schedule: 'never' }, /schedule/],
  [{ rates: 1 }, /did you mean "rate"/],
  [{ momentum: 0.5 }, /^the option momentum is for \{ optimizer: "sgd" \}; leave it out for adam$/],
  [{ recipe: 'thesis', optimizer: 'adam', nesterov: true }, /^the option nesterov is for/],
  [{ patience: 2 }, /^the option patience watches the validation images/],
  [{ targetAccuracy: 0.9, recipe: 'thesis', validation: 0 }, /^the option targetAccuracy watches/],
  [{ epochs: 0.5 }, /epochs/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => lenetRecipeOf(options as LeNetRecipeOptions));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});
