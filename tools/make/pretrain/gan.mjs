#!/usr/bin/env node
// Remakes a generator that ships: node tools/make/pretrain/gan.mjs [generator|generator-conv] [--data FOLDER] [--checkpoint FILE] [--train-only]
// It goes on from the checkpoint where there is one, and writes weights, card and figures under packages/pretrained.
import { trainGan } from '@interp/gan';
import { ganRecipes } from './gan-recipes.mjs';
import { trainingRun } from './training-run.mjs';

const { name, recipe, mnist, optionsOf, ship } = await trainingRun(ganRecipes, 'generator');
const [generator, discriminator] = recipe.networks();
const history = [];
let snapshots;
for (const [i, part] of recipe.trainings.entries()) {
  const trained = await trainGan(generator, discriminator, mnist.train, { ...part, ...optionsOf(i + 1) });
  for (const { message } of trained.diagnoses) console.log(message);
  history.push(...trained.history.map((record) => ({ ...record, epoch: history.length + record.epoch })));
  ({ snapshots } = trained);
}
await ship(async () => {
  const { shipGenerator } = await import('./ship-gan.mjs');
  await shipGenerator(name, generator, { recipe, history, snapshots, mnist });
});
