// Writes a trained generator as what ships: the model, its history, its card as a module of the package, and the card for people.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifier } from '@interp/core';
import { saveModel } from '@interp/files/node';
import { decoder, encodeSnapshots, evaluateGan } from '@interp/gan';
import { pretrained } from '@interp/pretrained';
import { format } from 'prettier';
import { generatorMarkdown, generatorModule } from './gan-card-text.mjs';

/** The networks that say how sure they are of the samples: all classifiers that ship. */
const judgeNames = /** @type {const} */ (['lenet', 'lenet-relu', 'lenet-robust', 'lenet-thesis']);

const home = fileURLToPath(new URL('../../../packages/pretrained/', import.meta.url));

const write = async (path, text) => {
  await writeFile(path, await format(text, { singleQuote: true, printWidth: 120, filepath: path }));
};

const describe = (name, content) => ({
  name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const filesOf = async (folder) => {
  const names = (await readdir(folder)).filter((name) => name === 'model.json' || name.endsWith('.bin')).sort();
  const described = await Promise.all(names.map(async (name) => describe(name, await readFile(join(folder, name)))));
  return described.sort((a, b) => Number(b.name === 'model.json') - Number(a.name === 'model.json'));
};

const settingsOf = ({ name, settings }) =>
  Object.keys(settings).length === 0 ? name : `${name} ${JSON.stringify(settings)}`;

/** The options of a training in one or more parts; those that differ between parts are joined. */
const optionsOf = (parts) => {
  const all = parts.map((part) => {
    const { loss, penalty, schedule, ...numbers } = part;
    delete numbers.snapshots;
    return { ...numbers, schedule: settingsOf(schedule), loss: settingsOf(loss), penalty: settingsOf(penalty) };
  });
  const joined = (key) => {
    const values = all.map((part) => part[key]);
    return values.every((value) => value === values[0]) ? values[0] : values.join(', then ');
  };
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, joined(key)]));
};

export const shipGenerator = async (name, model, { recipe, history, snapshots, mnist }) => {
  const folder = join(home, 'weights', name);
  await saveModel(model, folder);
  const judge = await pretrained('lenet');
  const judges = await Promise.all(judgeNames.map((one) => pretrained(one)));
  const [untrained, other] = recipe.networks();
  const found = await evaluateGan(decoder(model), classifier(judge), mnist, {
    comparison: decoder(untrained),
    neighbours: 1000,
    seed: 100,
  });
  const judged = [];
  for (const [i, network] of judges.entries()) {
    const { sure, realSure, leastCovered, frechet, floor } = await evaluateGan(
      decoder(model),
      classifier(network),
      mnist,
      { neighbours: 0, seed: 100 },
    );
    const measures = { sure, testSure: realSure, rarest: leastCovered, frechet, frechetFloor: floor };
    judged.push({ judge: judgeNames[i], ...measures });
  }
  for (const network of [judge, ...judges, untrained, other]) network.dispose();
  const { seed, ...options } = optionsOf(recipe.trainings);
  const bytes = snapshots.shots.length > 0 && encodeSnapshots(snapshots);
  if (bytes) await writeFile(join(folder, 'history.safetensors'), bytes);
  const card = {
    name,
    description: recipe.description,
    latentSize: model.inputs[0].shape[1],
    parameters: model.countParams(),
    data: `MNIST: its ${mnist.train.size} training digits`,
    seeds: { ...recipe.seeds, training: recipe.trainings[0].seed },
    options: typeof seed === 'string' ? { ...options, seed } : options,
    command: `node tools/make/pretrain/gan.mjs ${name}`,
    seconds: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0)),
    samples: found.n,
    coverage: found.coverage,
    entropy: found.entropy,
    confidence: found.confidence,
    testConfidence: found.realConfidence,
    judges: judged,
    frechet: found.frechet,
    frechetFloor: found.floor,
    frechetUntrained: found.comparison,
    nearest: found.neighbours,
    nearestOfTest: found.realNeighbours,
    files: await filesOf(folder),
    ...(bytes && { history: describe('history.safetensors', bytes) }),
  };
  await write(join(home, 'src', 'cards', `${name}.ts`), generatorModule(card));
  await write(join(folder, 'MODEL_CARD.md'), generatorMarkdown(card, history, recipe.notes));
  console.log(JSON.stringify({ name, ...found }));
};
