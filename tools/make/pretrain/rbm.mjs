#!/usr/bin/env node
// Remakes an RBM that ships: node tools/make/pretrain/rbm.mjs [rbm-100|rbm-8|rbm-100-thesis|rbm-8-thesis|rbm-binary] [--data FOLDER] [--checkpoint FILE] [--train-only]
// It goes on from the checkpoint where there is one, and writes the weights and their figures under packages/pretrained/weights.
import { binarised, initialRbm, trainRbm } from '@interp/rbm';
import { rbmRecipes } from './rbm-recipes.mjs';
import { shipRbm } from './ship-rbm.mjs';
import { trainingRun } from './training-run.mjs';

const { name, recipe, mnist, options, ship } = await trainingRun(rbmRecipes, 'rbm-100');
const images = recipe.network.variant.continuous
  ? mnist
  : { train: binarised(mnist.train), test: binarised(mnist.test) };
const start = await initialRbm(images.train, recipe.network);
const { rbm, history } = await trainRbm(start, images.train, {
  ...recipe.training,
  validation: images.test,
  ...options,
});
await ship(() => shipRbm(name, rbm, { recipe, history, images }));
