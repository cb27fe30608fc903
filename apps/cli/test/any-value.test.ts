import { writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { twoByTwo } from '@interp/testing/two-by-two';
import { randomise } from '@interp/testing/small-models';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model as modelOf,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
interface Row {
  readonly input: string;
  readonly class: number;
  readonly score: number;
  readonly total: number;
  readonly output?: string;
  readonly index?: string;
  readonly totals?: Readonly<Record<string, number>>;
}

const numbers = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>();
const entry = (x: tf.Tensor) => float32Entry(x.shape, numbers(x));

const boxModel = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [8, 6, 1] }),
      layers.flatten(),
      layers.dense({ units: 12 }),
      layers.reshape({ targetShape: [3, 4], name: 'boxes' }),
    ],
  });

/** Numbers of five tokens, and a mask by which what a table has for them is shown. */
const tokenModel = (): LayersModel => {
  const ids = input({ shape: [5], name: 'ids' });
  const mask = input({ shape: [5, 3], name: 'mask', dtype: 'int32' });
  const rows = layers.embedding({ inputDim: 7, outputDim: 3 }).apply(ids) as SymbolicTensor;
  const both = layers.concatenate().apply([rows, mask]) as SymbolicTensor;
  const flat = layers.flatten().apply(both) as SymbolicTensor;
  return modelOf({
    inputs: [ids, mask],
    outputs: layers.dense({ units: 2, activation: 'softmax' }).apply(flat) as SymbolicTensor,
  });
};

let boxes: { path: string; model: LayersModel };
let two: { path: string } & ReturnType<typeof twoByTwo>;
let tokens: { path: string; model: LayersModel };
beforeAll(async () => {
  await startBackend('wasm');
  const saved = async (model: LayersModel, name: string) => ({ path: await saveModel(model, folder.at(name)), model });
  boxes = await saved(randomise(boxModel(), 3), 'boxes');
  tokens = await saved(randomise(tokenModel(), 4), 'tokens');
  const drawn = twoByTwo(5, ['relu']);
  two = { ...drawn, ...(await saved(drawn.model, 'two')) };
  const x = tf.cos(tf.reshape(tf.range(0, 96), [2, 8, 6, 1]));
  writeFileSync(folder.at('x.safetensors'), writeSafetensors([['images', entry(x)]]));
  const { picture, facts } = drawn.inputs;
  writeFileSync(
    folder.at('two.safetensors'),
    writeSafetensors([
      ['picture', entry(picture)],
      ['facts', entry(facts)],
    ]),
  );
  writeFileSync(
    folder.at('facts.safetensors'),
    writeSafetensors([['facts', float32Entry([1, 4], numbers(facts).slice(0, 4))]]),
  );
  const ids = int32Entry([2, 5], [1, 2, 6, 0, 0, 3, 3, 1, 5, 2]);
  writeFileSync(
    folder.at('tokens.safetensors'),
    writeSafetensors([
      ['ids', ids],
      ['mask', int32Entry([1, 5, 3], Array<number>(15).fill(1))],
    ]),
  );
  x.dispose();
});

const explain = (path: string, spec: string, ...flags: string[]) =>
  json<Row[]>('explain', spec, '--model', path, ...flags);

it('explains a value of a box, several as their sum, and all of an axis', async () => {
  const spec = folder.at('x.safetensors');
  const { data, shape } = tensorsOf(spec).tensors.get('images')!;
  const y = tf.tidy(() => numbers(boxes.model.predict(tf.tensor(data as Float32Array, [...shape])) as tf.Tensor));
  for (const [index, places] of [
    ['2:1', [9]],
    ['9', [9]],
    ['0:2,1:3', [2, 7]],
    ['1:*', [4, 5, 6, 7]],
  ] as const) {
    const rows = await explain(boxes.path, spec, '--index', index);
    rows.forEach((row, i) => {
      const value = places.reduce((sum, place) => sum + y[12 * i + place], 0);
      expect(row).toMatchObject({ class: 0, output: 'boxes', index });
      expect(row.score).toBeCloseTo(value, 4);
      expect(row.total).toBeCloseTo(value, 3);
    });
  }
});

it('describes outputs that are no classes, and asks which value is meant', async () => {
  const { outputs } = await json<{ outputs: object[] }>('model', boxes.path);
  expect(outputs).toEqual([{ name: 'boxes', shape: [null, 3, 4], scores: 'none', classes: 12 }]);
  const spec = folder.at('x.safetensors');
  for (const command of ['explain', 'attack']) {
    const { code, err } = await run([command, spec, '--model', boxes.path]);
    expect([code, err]).toEqual([2, expect.stringContaining('--index 0:0')]);
  }
  expect((await run(['classify', spec, '--model', boxes.path])).code).toBe(2);
  expect((await run(['explain', spec, '--model', boxes.path, '--index', '3:0'])).err).toContain('no value [3, 0]');
  expect((await run(['explain', spec, '--model', boxes.path, '--index', 'a'])).err).toContain('--index is "a"');
});

it('makes a value larger, and takes it across a threshold', async () => {
  const save = folder.at('prototype.safetensors');
  await json('prototype', '--model', boxes.path, '--index', '2:1', '--steps', '30', '--save', save);
  const best = tensorsOf(save).tensors.get('prototypes')!.data as Float32Array;
  const spec = folder.at('x.safetensors');
  const valueOf = (x: Float32Array): number =>
    tf.tidy(() => numbers(boxes.model.predict(tf.tensor(x, [1, 8, 6, 1])) as tf.Tensor)[9]);
  const value = valueOf((tensorsOf(spec).tensors.get('images')!.data as Float32Array).slice(0, 48));
  expect(valueOf(best)).toBeGreaterThan(value + 1);
  const threshold = String(value - 0.1);
  const { results } = await json<{ results: { before: Row; after: Row; outcome: string }[] }>(
    ...['attack', spec, '--model', boxes.path, '--index', '2:1', '--threshold', threshold],
  );
  expect(results[0]).toMatchObject({ before: { class: 1 }, after: { class: 0 }, outcome: 'succeeded' });
  expect((await run(['attack', spec, '--model', boxes.path, '--index', '9'])).err).toContain('--threshold');
});

it('explains how alike an output is to that for other pictures', async () => {
  const [spec, save] = [folder.at('x.safetensors'), folder.at('alike.safetensors')];
  const x = tensorsOf(spec).tensors.get('images')!.data as Float32Array;
  const rowsOf = (y: Float32Array): Float32Array[] => [y.slice(0, 12), y.slice(12)];
  const [first, second] = rowsOf(tf.tidy(() => numbers(boxes.model.predict(tf.tensor(x, [2, 8, 6, 1])) as tf.Tensor)));
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const alike = dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second));
  const parts = [0, 1].map((i) => {
    const path = folder.at(`${i}.safetensors`);
    writeFileSync(path, writeSafetensors([['images', float32Entry([1, 8, 6, 1], x.slice(48 * i, 48 * i + 48))]]));
    return path;
  });
  const flags = ['--similar-to', parts[1]];
  const rows = await explain(boxes.path, spec, ...flags, '--save', save, '--rule', 'epsilon', '--bias', 'keep');
  expect(rows.map(({ score }) => score)).toEqual([expect.closeTo(alike, 5), expect.closeTo(1, 5)]);
  expect(rows[0]).toMatchObject({ class: 0, name: parts[1], output: 'boxes' });
  const relevance = rowsOf(tensorsOf(save).tensors.get('relevance')!.data as Float32Array);
  expect(relevance[0].some((value) => value !== 0)).toBe(true);
  const both = await explain(boxes.path, spec, '--similar-to', spec, '--method', 'gradient');
  expect(both.map((row) => row.class)).toEqual([0, 1]);
  const threshold = String(alike - 0.01);
  const { results } = await json<{ results: { before: Row; after: Row; outcome: string }[] }>(
    ...['attack', parts[0], '--model', boxes.path, ...flags, '--threshold', threshold],
  );
  expect(results[0]).toMatchObject({ before: { class: 1 }, after: { class: 0 }, outcome: 'succeeded' });
  for (const more of [
    ['--index', '1:1'],
    ['--layer', 'boxes', '--unit', '1'],
  ]) {
    const { code, err } = await run(['explain', spec, '--model', boxes.path, ...flags, ...more]);
    expect([code, err]).toEqual([2, expect.stringContaining('--similar-to stands in the place of --index')]);
  }
});

it('explains each of several inputs, for one of several outputs', async () => {
  const save = folder.at('relevance.safetensors');
  const { inputs, outputs } = await json<{ inputs: { name: string }[]; outputs: { name: string; scores: string }[] }>(
    'model',
    two.path,
  );
  expect(inputs.map(({ name }) => name)).toEqual(['picture', 'facts']);
  expect(outputs.map(({ name, scores }) => [name, scores])).toEqual([
    ['scores', 'softmax'],
    ['boxes', 'none'],
  ]);
  const rows = await explain(two.path, folder.at('two.safetensors'), '--save', save);
  const file = tensorsOf(save).tensors;
  rows.forEach((row, i) => {
    expect(row.output).toBe('scores');
    expect(row.totals!['picture'] + row.totals!['facts']).toBeCloseTo(row.total, 4);
    expect(row.total / row.score).toBeCloseTo(1, 3);
    const facts = (file.get('relevance.facts')!.data as Float32Array).slice(4 * i, 4 * i + 4);
    expect(facts.reduce((a, b) => a + b)).toBeCloseTo(row.totals!['facts'], 4);
  });
  expect(file.get('relevance.picture')!.shape).toEqual([2, 6, 5, 2]);
  expect(file.get('relevance')!.data).toEqual(file.get('relevance.picture')!.data);
  const box = await explain(
    two.path,
    folder.at('two.safetensors'),
    '--output',
    'boxes',
    '--index',
    '1:2',
    '--method',
    'integrated-gradients',
  );
  expect(box[0]).toMatchObject({ output: 'boxes', index: '1:2' });
});

it('binds the other inputs for what takes pictures alone', async () => {
  const flags = ['--model', two.path, '--inputs', folder.at('facts.safetensors')];
  const rows = await json<{ logits: number[] }[]>('classify', `${folder.at('two.safetensors')}#picture`, ...flags);
  const { picture, facts } = two.inputs;
  const expected = tf.tidy(() =>
    numbers((two.model.predict([picture, tf.tile(tf.slice(facts, 0, 1), [2, 1])]) as tf.Tensor[])[0]),
  );
  rows
    .flatMap(({ logits }) => Array.from(tf.tidy(() => numbers(tf.softmax(logits)))))
    .forEach((p, i) => expect(p).toBeCloseTo(expected[i], 5));
  const { results } = await json<{ results: object[] }>(
    'attack',
    folder.at('two.safetensors'),
    ...flags,
    '--method',
    'fgsm',
  );
  expect(results).toHaveLength(2);
  await json('prototype', ...flags, '--class', '1', '--steps', '2');
});

it.each(['explain', 'classify'])('%s takes the pictures from --inputs where no INPUT is given', async (command) => {
  const flags = ['--model', two.path];
  const file = folder.at('two.safetensors');
  expect(await json(command, ...flags, '--inputs', file)).toEqual(await json(command, file, ...flags));
  const without = await run([command, ...flags]);
  expect(without).toMatchObject({ code: 2, out: '' });
  expect(without.err).toBe(`interp: missing required argument 'input'; see interp ${command} --help\n`);
});

/** What the model makes of both examples. */
const scoresOfBoth = (): number[][] =>
  tf.tidy(() => (two.model.predict([two.inputs.picture, two.inputs.facts]) as tf.Tensor2D[])[0].arraySync());

it('gives each picture the other inputs of its own example', async () => {
  const spec = folder.at('two.safetensors');
  const flags = [spec, '--model', two.path];
  const expected = scoresOfBoth();
  const rows = await json<{ logits: number[]; probabilities: number[] }[]>('classify', ...flags);
  const attacked = await json<{ results: { before: Row & { probability: number } }[] }>('attack', ...flags);
  const covered = await explain(two.path, spec, '--method', 'occlusion', '--score', 'probability');
  const mapped = await explain(two.path, spec, '--method', 'grad-cam', '--score', 'probability');
  expected.forEach((probabilities, i) => {
    const best = probabilities.indexOf(Math.max(...probabilities));
    rows[i].probabilities.forEach((p, c) => expect(p).toBeCloseTo(probabilities[c], 5));
    expect(attacked.results[i].before).toMatchObject({ class: best });
    expect(attacked.results[i].before.probability).toBeCloseTo(probabilities[best], 5);
    for (const found of [covered, mapped]) {
      expect(found[i]).toMatchObject({ class: best, output: 'scores' });
      expect(found[i].score).toBeCloseTo(probabilities[best], 5);
      expect(found[i].totals).toBeUndefined();
    }
  });
});

it('compares methods on pictures beside the other inputs of each', async () => {
  const save = folder.at('compared.safetensors');
  const expected = scoresOfBoth();
  const compared = await json<{ class: number; methods: { method: string; score: number }[] }[]>(
    ...['explain', folder.at('two.safetensors'), '--model', two.path, '--compare', '--score', 'probability', '--save', save],
  ); // prettier-ignore
  compared.forEach(({ class: best, methods }, i) => {
    expect(expected[i][best]).toBe(Math.max(...expected[i]));
    const { score } = methods.find(({ method }) => method === 'occlusion')!;
    expect(score).toBeCloseTo(expected[i][best], 5);
  });
  expect(tensorsOf(save).tensors.get('relevance.occlusion')!.shape).toEqual([2, 6, 5, 2]);
});

it('explains whole numbers by what a table has for them', async () => {
  const save = folder.at('words.safetensors');
  const rows = await explain(tokens.path, folder.at('tokens.safetensors'), '--save', save);
  expect(rows.map(({ input }) => input)).toEqual([0, 1].map((i) => `${folder.at('tokens.safetensors')}[${i}]`));
  expect(tensorsOf(save).tensors.get('relevance.ids')!.shape).toEqual([2, 5, 3]);
  expect(Object.keys(rows[0].totals!)).toEqual(['ids']);
});

it('classifies and explains words, of an input alone or beside others', async () => {
  const ids = input({ shape: [5], name: 'words' });
  const rows = layers.embedding({ inputDim: 7, outputDim: 3 }).apply(ids) as SymbolicTensor;
  const scores = layers.dense({ units: 2 }).apply(layers.flatten().apply(rows)) as SymbolicTensor;
  const alone = randomise(modelOf({ inputs: ids, outputs: scores }), 9);
  const path = await saveModel(alone, folder.at('words'));
  const file = folder.at('tokens.safetensors');
  const only = folder.at('ids.safetensors');
  const words = tensorsOf(file).tensors.get('ids')!;
  writeFileSync(only, writeSafetensors([['ids', int32Entry([2, 5], words.data as Int32Array)]]));
  const expected = tf.tidy(() => (alone.predict(tf.tensor2d(words.data as Int32Array, [2, 5])) as tf.Tensor2D).arraySync());
  const found = await json<{ input: string; logits: number[] }[]>('classify', only, '--model', path);
  expect(found.map(({ logits }) => logits)).toEqual(expected.map((row) => row.map((value) => expect.closeTo(value, 5) as number)));
  expect(found[1].input).toBe(`${only}[1]`);
  const save = folder.at('alone.safetensors');
  const explained = await explain(path, only, '--save', save);
  explained.forEach(({ score, total, class: best }, i) => {
    expect(score).toBeCloseTo(Math.max(...expected[i]), 5);
    expect(expected[i][best]).toBe(Math.max(...expected[i]));
    expect(total).toBeCloseTo(score, 4);
  });
  expect(tensorsOf(save).tensors.get('relevance.words')!.shape).toEqual([2, 5, 3]);
  const masked = await json<{ probabilities: number[] }[]>('classify', file, '--model', tokens.path);
  const both = tf.tidy(() => (tokens.model.predict([tf.tensor2d(words.data as Int32Array, [2, 5]), tf.ones([2, 5, 3])]) as tf.Tensor2D).arraySync());
  expect(masked.map(({ probabilities }) => probabilities)).toEqual(both.map((row) => row.map((value) => expect.closeTo(value, 5) as number)));
  for (const [command, more] of [['attack', []], ['drift', ['--epsilon', '0.1']]] as const) {
    const refused = await run([command, file, '--inputs', file, '--model', tokens.path, ...more]);
    expect(refused.code).toBe(2);
  }
  expect((await run(['attack', only, '--model', path])).err).toContain('holds whole numbers');
  writeFileSync(only, writeSafetensors([['ids', int32Entry([1, 5], [1, 2, 7, 0, 0])]]));
  expect((await run(['classify', only, '--model', path])).err).toMatch(/^interp: [^\n]*the index value 7 is not in \[0, 6\][^\n]*\n$/);
}); // prettier-ignore

it.each<[string, () => string[], string]>([
  ['an input that is not given', () => ['explain', 'sample:1', '--model', two.path], 'nothing is given for facts'],
  ['an unknown output', () => ['model', two.path, '--output', 'masks'], '--output is "masks"'],
  [
    'an unknown input',
    () => ['explain', folder.at('two.safetensors'), '--model', two.path, '--input', 'sound'],
    '--input is "sound"',
  ],
  [
    'an output without classes',
    () => ['classify', folder.at('two.safetensors'), '--model', two.path, '--output', 'boxes'],
    'values',
  ],
  ['an output of a network that ships', () => ['explain', 'sample:1', '--output', 'y'], '--output'],
])('refuses %s', async (_, args, said) => {
  const { code, err } = await run(args());
  expect(code).toBe(2);
  expect(err).toContain(said);
});

it.each<[string, () => string[], string]>([
  ['occlusion of words', () => ['explain', folder.at('tokens.safetensors'), '--model', tokens.path, '--method', 'occlusion'], 'holds whole numbers'],
  ['a comparison of words', () => ['explain', folder.at('tokens.safetensors'), '--model', tokens.path, '--compare'], 'holds whole numbers'],
  ['a prototype', () => ['prototype', '--inputs', folder.at('two.safetensors'), '--model', two.path, '--class', '1'], '2 examples of the other inputs'],
  ['an accuracy', () => ['evaluate', folder.at('two.safetensors'), '--inputs', folder.at('two.safetensors'), '--model', two.path], '2 examples of the other inputs'],
  ['more pictures than examples', () => ['classify', `${folder.at('two.safetensors')}#picture`, `${folder.at('two.safetensors')}#picture`, '--inputs', folder.at('two.safetensors'), '--model', two.path], '2 examples of the other inputs for 4 pictures'],
])('refuses %s, for there are several examples or no pictures', async (_, args, said) => {
  const { code, out, err } = await run(args());
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(said);
}); // prettier-ignore
