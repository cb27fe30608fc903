#!/usr/bin/env node
// Remakes a network that ships: node tools/make/pretrain/lenet.mjs [lenet|lenet-relu|lenet-thesis|lenet-robust] [--data FOLDER] [--checkpoint FILE] [--train-only]
// It goes on from the checkpoint where there is one, and writes the weights and their figures under packages/pretrained/weights.
import { lenet, train } from '@interp/lenet';
import { lenetRecipes } from './lenet-recipes.mjs';
import { shipLenet } from './ship-lenet.mjs';
import { trainingRun } from './training-run.mjs';

const { name, recipe, mnist, options, ship } = await trainingRun(lenetRecipes, 'lenet');
const model = lenet(recipe.network);
const { history } = await train(model, mnist.train, { ...recipe.training, ...options });
await ship(() => shipLenet(name, model, { recipe, history, mnist }));
