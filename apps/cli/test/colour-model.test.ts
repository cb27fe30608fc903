import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { readModelSettings, saveModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
let model: string;
let red: string;
let halves: string;

/** Whose logits are the means of its three channels, and 0.7: every answer can be computed by hand. */
beforeAll(async () => {
  await startBackend('wasm');
  const net = sequential({
    layers: [
      layers.globalAveragePooling2d({ inputShape: [null, null, 3], dataFormat: 'channelsLast' }),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });
  net.layers[1].setWeights([tf.tensor2d([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [3, 4]), tf.tensor1d([0, 0, 0, 0.7])]);
  model = await saveModel(net, folder.at('net'));
  net.dispose();
  const draw = async (name: string, rgb: readonly number[]): Promise<string> => {
    const [r, g, b] = rgb;
    await sharp({ create: { width: 30, height: 20, channels: 3, background: { r, g, b } } })
      .png()
      .toFile(folder.at(name));
    return folder.at(name);
  };
  red = await draw('red.png', [204, 51, 102]);
  const blue = await sharp({ create: { width: 10, height: 20, channels: 3, background: { r: 0, g: 0, b: 255 } } })
    .png()
    .toBuffer();
  halves = folder.at('halves.png');
  await sharp(red)
    .composite([{ input: blue, left: 20, top: 0 }])
    .toFile(halves);
  for (const [name, rgb] of [
    ['first', [255, 0, 0]],
    ['second', [0, 255, 0]],
    ['third', [0, 0, 255]],
  ] as const) {
    mkdirSync(join(folder.path, 'data', name), { recursive: true });
    for (const i of [0, 1]) await draw(`data/${name}/${i}.png`, rgb);
  }
  mkdirSync(join(folder.path, 'data', 'fourth'));
  await draw('data/fourth/0.png', [100, 100, 100]);
});

const logitsOf = async (file: string, ...args: readonly string[]): Promise<number[]> => {
  const [row] = await json<{ logits: number[] }[]>('classify', file, '--model', model, '--size', '6x4', ...args);
  return row.logits;
};
const [r, g, b] = [0.8, 0.2, 0.4];
const [mean, std] = ['0.485,0.456,0.406', '0.229,0.224,0.225'];

test.each<[string, readonly string[], readonly number[]]>([
  ['[-1, 1] by default', [], [2 * r - 1, 2 * g - 1, 2 * b - 1]],
  ['bounds', ['--bounds', '0,255'], [255 * r, 255 * g, 255 * b]],
  ['negative bounds', ['--bounds', '-2,2'], [4 * r - 2, 4 * g - 2, 4 * b - 2]],
  ['mean and std', ['--mean', mean, '--std', std], [(r - 0.485) / 0.229, (g - 0.456) / 0.224, (b - 0.406) / 0.225]],
  ['bgr', ['--bounds', '0,1', '--channels', 'bgr'], [b, g, r]],
  ['grey', ['--bounds', '0,1', '--channels', 'grey'], Array<number>(3).fill(0.299 * r + 0.587 * g + 0.114 * b)],
])('a picture reaches the model by %s', async (_, args, expected) => {
  const logits = await logitsOf(red, ...args);
  // The picture's mean colour; logits are of a softmax, up to what is common to all.
  expected.forEach((value, c) => expect(logits[c] - logits[3]).toBeCloseTo(value - 0.7, 3));
});

test('pictures of other proportions are cut, bordered or stretched', async () => {
  const blueOf = async (fit: string): Promise<number> => {
    const logits = await logitsOf(halves, '--bounds', '0,1', '--fit', fit, '--size', '20x20');
    return logits[2] - logits[3] + 0.7;
  };
  // A third of the 30 × 20 pixels is blue, of the middle 20 × 20 a quarter.
  expect(await blueOf('stretch')).toBeCloseTo((2 / 3) * b + 1 / 3, 1);
  expect(await blueOf('cover')).toBeCloseTo((3 / 4) * b + 1 / 4, 1);
  expect(await blueOf('contain')).not.toBeCloseTo(await blueOf('stretch'), 2);
});

test('what is said of a model is remembered, and what the command line says goes first', async () => {
  writeFileSync(folder.at('names.txt'), 'first\nsecond\nthird\nfourth\n');
  const said = ['--size', '6x4', '--mean', mean, '--std', std, '--labels', folder.at('names.txt'), '--write'];
  const shown = await json<Record<string, unknown>>('model', model, ...said);
  expect(shown).toMatchObject({
    format: 'tfjs-layers-model',
    inputs: [{ shape: [null, null, null, 3], dtype: 'float32' }],
    outputs: [{ scores: 'softmax', classes: 4 }],
    parameters: 16,
    multiplications: 12,
    methods: { gradient: true, lrp: true, attack: true, prototype: true },
  });
  expect((shown['methods'] as Record<string, string>)['grad-cam']).toMatch(/feature maps|convolution/);
  expect(await readModelSettings(model)).toMatchObject({
    size: [6, 4],
    labels: ['first', 'second', 'third', 'fourth'],
  });
  const [row] = await json<{ name: string; logits: number[] }[]>('classify', red, '--model', model);
  expect(row.name).toBe('first');
  expect(row.logits[0] - row.logits[3]).toBeCloseTo((r - 0.485) / 0.229 - 0.7, 3);
  const [other] = await json<{ logits: number[] }[]>('classify', red, '--model', model, '--bounds', '0,1');
  expect(other.logits[0] - other.logits[3]).toBeCloseTo(r - 0.7, 3);
});

test('explain, attack and prototype work in its units, with names in all that is written', async () => {
  const [save, table] = [folder.at('e.safetensors'), folder.at('e.csv')];
  const args = ['--model', model, '--out', folder.at('x.png'), '--save', save];
  const [explained] = await json<{ name: string; score: number; total: number }[]>(
    'explain',
    red,
    ...args,
    '--csv',
    table,
  );
  expect(explained).toMatchObject({ name: 'first' });
  expect(explained.total).toBeCloseTo(explained.score, 3);
  const { metadata, tensors } = tensorsOf(save);
  expect(JSON.parse(metadata.get('inputs')!)).toEqual([red]);
  expect(JSON.parse(metadata.get('labels')!)).toHaveLength(4);
  expect([metadata.get('model'), metadata.get('method')]).toEqual([model, 'lrp']);
  expect(JSON.parse(metadata.get('options')!)).toMatchObject({ seed: 0 });
  expect((tensors.get('images')!.data as Float32Array)[0]).toBeCloseTo((r - 0.485) / 0.229, 2);
  const [head, line] = readFileSync(table, 'utf8').split('\r\n');
  const row = Object.fromEntries(head.split(',').map((column, i) => [column, line.split(',')[i]]));
  expect(row).toMatchObject({ input: red, class: '0', name: 'first' });

  const attacked = await json<{ results: { before: { name: string }; inBounds: boolean }[] }>('attack', red, ...args);
  expect(attacked.results[0]).toMatchObject({ before: { name: 'first' }, inBounds: true });
  const prototypes = await json<{ name: string }[]>('prototype', '--steps', '2', ...args);
  expect(prototypes.map(({ name }) => name)).toEqual(['first', 'second', 'third', 'fourth']);
});

test('classes are meant by their names', async () => {
  const named = ['--model', model, '--seed', '1'];
  const classOf = async (...args: string[]): Promise<number> =>
    (await json<{ class: number }[]>('explain', red, ...named, ...args))[0].class;
  expect(await classOf('--class', 'third')).toBe(2);
  expect(await classOf('--class', '2')).toBe(2);
  const [contrast] = await json<object[]>('explain', red, ...named, '--versus', 'second');
  expect(contrast).toMatchObject({ versus: 1, versusName: 'second' });
  const { out } = await run(['explain', red, ...named, '--class', 'third', '--versus', 'first']);
  expect(out).toContain('third rather than first');
  const { results } = await json<{ results: { after: { name: string }; outcome: string }[] }>(
    'attack',
    red,
    ...named,
    '--target',
    'second',
  );
  expect(results[0]).toMatchObject({ outcome: 'succeeded', after: { name: 'second' } });
  const some = await json<{ class: number }[]>('prototype', '--class', 'fourth, 1,third', '--steps', '1', ...named);
  expect(some.map((one) => one.class)).toEqual([3, 1, 2]);
  const table = await run(['prototype', '--class', 'third', '--steps', '1', ...named]);
  expect(table.out).toMatch(/^third .* fourth \(/m);

  for (const args of [
    ['explain', red, '--class', 'thrid'],
    ['attack', red, '--target', 'thrid'],
    ['prototype', '--class', '0,thrid'],
  ])
    expect(await run([...args, ...named])).toEqual({
      code: 2,
      out: '',
      err: 'interp: class "thrid" does not exist; expected a class by its number, 0 to 3, or its name; the nearest is "third"\n',
    });
  const same = await run(['explain', red, ...named, '--class', 'third', '--versus', '2']);
  expect(same).toMatchObject({ code: 2, err: expect.stringContaining('expected two classes to tell apart') as string });
});

test('a number is the number of a class, though another one is called so', async () => {
  writeFileSync(folder.at('numbers.txt'), '1\n2\n3\n17\n');
  const args = ['explain', red, '--model', model, '--labels', folder.at('numbers.txt'), '--json'];
  const taken = await run([...args, '--class', '1']);
  expect(JSON.parse(taken.out)).toMatchObject([{ class: 1, name: '2' }]);
  expect(taken.err).toBe('1 is taken as the number of the class "2"; the class that is called so has the number 0\n');
  expect(JSON.parse((await run([...args, '--class', '17'])).out)).toMatchObject([{ class: 3, name: '17' }]);
});

test('methods are compared, and explain in as many channels as pictures have', async () => {
  const save = folder.at('compared.safetensors');
  const table = folder.at('compared.csv');
  const [drawing, drifted] = [folder.at('compared.svg'), folder.at('drift.svg')];
  const compare = ['explain', red, '--model', model, '--compare', '--save', save, '--csv', table, '--out', drawing];
  expect(await json<object[]>(...compare)).toMatchObject([{ class: 0, name: 'first' }]);
  expect(readFileSync(drawing, 'utf8')).toContain('explained: first');
  const drift = await json<{ models: { results: object[] }[] }>('drift', red, '--model', model, '--out', drifted);
  expect(drift.models[0].results).toMatchObject([
    { before: 0, beforeName: 'first', afterName: expect.any(String) as string },
  ]);
  expect(readFileSync(drifted, 'utf8')).toContain('says first');
  const { tensors } = tensorsOf(save);
  for (const [name, { shape }] of tensors) if (name.startsWith('relevance')) expect(shape).toEqual([1, 4, 6, 3]);
  expect(tensors.has('relevance.occlusion')).toBe(true);
  expect(tensors.has('relevance.grad-cam')).toBe(false);
  expect(readFileSync(table, 'utf8')).toMatch(/^input,class,.*occlusion\.area,/);
});

test('a folder of classes is evaluated, its subfolders known by the names of the classes', async () => {
  const data = folder.at('data');
  const found = await json<{ n: number; accuracy: number; confusion: number[][] }>('evaluate', data, '--model', model);
  expect(found.n).toBe(7);
  expect(found.confusion.slice(0, 3).map((row, c) => row[c])).toEqual([2, 2, 2]);
  const shown = await run(['evaluate', data, '--model', model]);
  expect(shown.out).toMatch(/^true . said +first +second +third +fourth +right$/m);
  writeFileSync(folder.at('letters.txt'), 'a\nb\nc\nd\n');
  const other = await run(['evaluate', data, '--model', model, '--labels', folder.at('letters.txt')]);
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining('expected one of a, b, c, d') as string });
  mkdirSync(join(folder.path, 'odd', 'fifth'), { recursive: true });
  const odd = await run(['evaluate', folder.at('odd'), '--model', model]);
  expect(odd.err).toMatch(/^interp: the subfolder "fifth" is no class of the model; expected one of first, second/);
});

test('images with labels have the names of their classes', async () => {
  const colours = Float32Array.of(1, 0, 0, 0, 1, 0);
  const file = folder.at('labelled.safetensors');
  const entries = { images: float32Entry([2, 1, 1, 3], colours), labels: int32Entry([2], [0, 2]) };
  writeFileSync(file, writeSafetensors(Object.entries(entries)));
  const args = ['classify', file, '--model', model, '--size', '1x1'];
  const rows = await json<{ labelName: string; name: string }[]>(...args);
  expect(rows.map(({ labelName, name }) => [labelName, name])).toEqual([
    ['first', 'first'],
    ['third', 'second'],
  ]);
  expect((await run(args)).out).toContain('is third');
});

test('where the range matters and nobody has said it, one line warns', async () => {
  const other = folder.at('unsaid');
  mkdirSync(other);
  for (const name of readdirSync(folder.at('net')).filter((file) => file !== 'interp.json'))
    writeFileSync(join(other, name), readFileSync(join(folder.at('net'), name)));
  const args = ['classify', red, '--model', join(other, 'model.json'), '--size', '6x4'];
  const warned = await run(args);
  expect(warned.err).toMatch(
    /^interp: warning: \S+red.png is read as 3 with pixels in \[-1, 1\], as 0 with --bounds 0,1, /,
  );
  expect(warned.err.split('\n')).toHaveLength(2);
  expect((await run([...args, '--bounds', '0,1'])).err).toBe('');
  expect((await run([...args, '--quiet'])).err).toBe('');
});

test.each<[readonly string[], RegExp]>([
  [['--bounds', '1,0'], /--bounds is "1,0"; expected the lower number first/],
  [['--bounds', '1'], /--bounds is "1"; expected two numbers/],
  [['--bounds', '0,1', '--mean', '0.5'], /--bounds and --mean or --std are both there/],
  [['--mean', '0.1,0.2'], /--mean is "0.1,0.2"; expected numbers/],
  [['--std', '0'], /--std is "0"; expected numbers above 0, as 0.229,/],
  [['--std', '0,0,0'], /--std is "0,0,0"; expected numbers above 0, as 0.229,/],
  [['--size', '4x'], /--size is "4x"; expected width and height/],
  [['--fit', 'crop'], /--fit/],
  [['--labels', 'not-there.txt'], /"not-there.txt" cannot be read/],
])('%j are refused in one line', async (args, message) => {
  const { code, out, err } = await run(['classify', red, '--model', model, ...args]);
  expect({ ended: code > 0, out }).toEqual({ ended: true, out: '' });
  expect(err).toMatch(message);
  expect(err.trimEnd()).not.toContain('\n');
});

test('networks that ship have their own', async () => {
  const { code, err } = await run(['classify', 'sample:1', '--bounds', '0,1']);
  expect(code).toBe(2);
  expect(err).toMatch(/^interp: --bounds is for a model of your own; lenet has its own: leave it out\n$/);
});
