// Writes a trained network as what ships: the model, its card as a module of the package, and the card for people.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureRobustness, standardAttacks } from '@interp/adversarial';
import { classifier } from '@interp/core';
import { saveModel } from '@interp/files/node';
import { adam, evaluate } from '@interp/lenet';
import { format } from 'prettier';
import { cardMarkdown, cardModule } from './lenet-card-text.mjs';

/** What thesis-seeds.mjs measured of ten seeds. */
const seeds = fileURLToPath(new URL('thesis-seeds.json', import.meta.url));
const home = fileURLToPath(new URL('../../../packages/pretrained/', import.meta.url));

const filesOf = async (folder) => {
  const names = (await readdir(folder)).filter((name) => name === 'model.json' || name.endsWith('.bin')).sort();
  const read = await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) })));
  const described = read.map(({ name, content }) => ({
    name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  return described.sort((a, b) => Number(b.name === 'model.json') - Number(a.name === 'model.json'));
};

const write = async (path, text) => {
  const options = { singleQuote: true, printWidth: 120, filepath: path };
  await writeFile(path, await format(text, options));
};

/** How a network that was trained against attacks does under them; all test digits, the radius that it was trained with. */
const robustnessOf = async (model, { settings: { epsilon } }, test) => {
  const attacks = standardAttacks(epsilon);
  const { n, attacks: found } = await measureRobustness(classifier(model), test, { attacks, seed: 1 });
  const { fgsm, 'pgd-40': pgd, deepfool } = found;
  return { epsilon, n, fgsm: fgsm.accuracy, pgd: pgd.accuracy, rhoL2: deepfool.rhoL2 };
};

const optimizerText = ({ name, settings }) =>
  name === 'adam' ? `Adam (${settings.beta1}, ${settings.beta2})` : `SGD, momentum ${settings.momentum}`;

/** Everything that a card says of one training. */
const cardOf = async (name, model, { recipe, history, mnist }) => {
  const { validation, augment = {}, adversarial, schedule, seed, loss: minimised, ...training } = recipe.training;
  const { optimizer = adam(), ...numbers } = training;
  const validationSize = Math.round(mnist.train.size * validation);
  const { accuracy, perClass, loss, calibration } = await evaluate(classifier(model), mnist.test);
  return {
    name,
    description: `The LeNet of the thesis with ${recipe.network.activation} units, trained on MNIST${adversarial ? ' against attacks' : name.endsWith('-thesis') ? ' as the thesis tells it' : ''}.`,
    activation: recipe.network.activation,
    parameters: model.countParams(),
    data: `MNIST: ${mnist.train.size - validationSize} of its training digits; the other ${validationSize} for validation`,
    seeds: { weights: recipe.network.seed, training: seed },
    options: {
      ...numbers,
      loss: minimised?.name ?? 'cross-entropy',
      optimizer: optimizerText(optimizer),
      ...(recipe.network.initialization && { 'first weights': recipe.network.initialization }),
      schedule: schedule.name,
      ...Object.fromEntries(Object.entries(augment).map(([key, value]) => [`augment ${key}`, value])),
      ...(adversarial && {
        adversarial: adversarial.name,
        ...Object.fromEntries(
          Object.entries(adversarial.settings).map(([key, value]) => [`adversarial ${key}`, value]),
        ),
      }),
    },
    command: `node tools/make/pretrain/lenet.mjs ${name}`,
    accuracy,
    perClass,
    loss,
    calibrationError: calibration.error,
    validationAccuracy: history.at(-1).validation.accuracy,
    ...(adversarial && { robustness: await robustnessOf(model, adversarial, mnist.test) }),
  };
};

export const shipLenet = async (name, model, training) => {
  const folder = join(home, 'weights', name);
  await saveModel(model, folder);
  const spread = name === 'lenet-thesis' && existsSync(seeds) ? JSON.parse(await readFile(seeds, 'utf8')) : undefined;
  const card = { ...(await cardOf(name, model, training)), files: await filesOf(folder) };
  await write(join(home, 'src', 'cards', `${name}.ts`), cardModule(card));
  await write(join(folder, 'MODEL_CARD.md'), cardMarkdown(card, training.history, spread));
  console.log(`${name}: ${card.accuracy} of the test digits, worst digit ${Math.min(...card.perClass)}`);
};
