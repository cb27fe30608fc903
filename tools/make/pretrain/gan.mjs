#!/usr/bin/env node
// Remakes a generator that ships: node tools/make/pretrain/gan.mjs [generator|generator-conv] [--data FOLDER] [--checkpoint FILE] [--train-only]
// It goes on from the checkpoint where there is one, and writes weights, card and figures under packages/pretrained.
import { trainGan } from '@interp/gan';
import { ganRecipes } from './gan-recipes.mjs';
import { trainingRun } from './training-run.mjs';

const { name, recipe, mnist, options, ship } = await trainingRun(ganRecipes, 'generator');
const [generator, discriminator] = recipe.networks();
const { history, snapshots, diagnoses } = await trainGan(generator, discriminator, mnist.train, {
  ...recipe.training,
  ...options,
});
for (const { message } of diagnoses) console.log(message);
await ship(async () => {
  const { shipGenerator } = await import('./ship-gan.mjs');
  await shipGenerator(name, generator, { recipe, history, snapshots, mnist });
});
