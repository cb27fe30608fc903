import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import { newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const model = ['--model', folder.at('net/model.json'), '--bounds', '0,1'];
const pictures = folder.at('photos (1)');
const good = ['2.png', '10.png'].map((name) => join(pictures, name));
const bad = join(pictures, '3.png');

beforeAll(async () => {
  await startBackend('wasm');
  const net = sequential({
    layers: [
      layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu', inputShape: [5, 4, 3] }),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  await saveModel(net, folder.at('net'));
  net.dispose();
  mkdirSync(pictures);
  for (const [i, file] of good.entries())
    await sharp({ create: { width: 9, height: 7, channels: 3, background: { r: 99 * i, g: 70, b: 9 } } }).toFile(file);
  writeFileSync(bad, 'no picture');
  for (const name of ['owl', 'cat', 'dog']) {
    mkdirSync(join(folder.path, 'classes', name), { recursive: true });
    writeFileSync(join(folder.path, 'classes', name, '1.png'), readFileSync(good[0]));
  }
  writeFileSync(join(folder.path, 'classes', 'cat', '0.png'), 'no picture');
});

const line = /^interp: "[^\n]+3\.png" is no image [^\n]+\n$/;
interface Row {
  readonly input: string;
  readonly error?: string;
}

test.each<[string, readonly string[]]>([
  ['classify', []],
  ['explain', ['--method', 'gradient']],
  ['explain', ['--compare', '--method', 'lrp']],
  ['attack', ['--method', 'fgsm']],
  ['attack', ['--method', 'fgsm', '--epsilon', '0.1,0.2']],
])('%s %j does the others where one of a folder is no picture, and fails in the end', async (command, args) => {
  const [table, save] = [folder.at('t.csv'), folder.at('t.safetensors')];
  const all = [command, pictures, ...model, ...args, '--quiet'];
  const { code, out, err } = await run([...all, '--json', '--csv', table, '--save', save]);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(line) as string });
  const found = JSON.parse(out) as Row[] | { results: Row[] };
  const rows = 'results' in found ? found.results : found;
  expect(rows.map(({ input }) => input)).toEqual([good[0], bad, good[1]]);
  expect(rows.map(({ error }) => error?.includes('is no image'))).toEqual([undefined, true, undefined]);
  expect(readFileSync(table, 'utf8').split('\r\n').slice(1, 4)).toEqual([
    expect.stringContaining(good[0]) as string,
    expect.stringMatching(/3\.png.*is no image/) as string,
    expect.stringContaining(good[1]) as string,
  ]);
  expect(JSON.parse(tensorsOf(save).metadata.get('inputs')!)).toEqual(good);
});

test.each<[string, readonly string[]]>([
  ['classify', []],
  ['explain', ['--method', 'gradient']],
  ['explain', ['--compare', '--method', 'lrp']],
  ['attack', ['--method', 'fgsm']],
  ['attack', ['--method', 'fgsm', '--epsilon', '0.1,0.2']],
  ['drift', ['--epsilon', '0.1', '--steps', '1']],
  ['evaluate', []],
])('%s %j does the others where one of a tensor holds NaN', async (command, args) => {
  const [file, save] = [folder.at('nan.safetensors'), folder.at('n.safetensors')];
  const values = ramp([4, 5, 4, 3]);
  values[2 * 60 + 7] = NaN;
  const labels = int32Entry([4], [0, 1, 2, 0]);
  writeFileSync(file, writeSafetensors([['images', float32Entry([4, 5, 4, 3], values)], ['labels', labels]])); // prettier-ignore
  const { code, out, err } = await run([command, file, ...args, ...model, '--quiet', '--json', '--save', save]);
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^interp: [^\n]*image 2 holds NaN[^\n]*\n$/) as string,
  });
  expect(out).toContain(`{"input":"${file}[2]","error":"${file}: image 2 holds NaN`);
  const names = [0, 1, 3].map((i) => `${file}[${i}]`);
  expect(JSON.parse(tensorsOf(save).metadata.get('inputs')!)).toEqual(names);
});

test('a picture beside folders of classes has no label, and the others are evaluated', async () => {
  const own = folder.at('stray');
  for (const name of ['a', 'b']) mkdirSync(join(own, name), { recursive: true });
  for (const path of ['a/1.png', 'b/1.png', 'stray.png']) writeFileSync(join(own, path), readFileSync(good[0]));
  const { code, out } = await run(['evaluate', own, bad, ...model, '--json', '--quiet']);
  const { n, missing } = JSON.parse(out) as { n: number; missing: Row[] };
  expect({ code, n }).toEqual({ code: 1, n: 2 });
  expect(missing.map(({ input }) => input)).toEqual([join(own, 'stray.png'), bad]);
  expect(missing[0].error).toMatch(/stray\.png" has no label; expected labelled images/);
});

test('files that are named are no other than those of a folder', async () => {
  const some = await run(['classify', good[0], bad, ...model, '--json', '--quiet']);
  expect(some).toMatchObject({ code: 1, err: expect.stringMatching(line) as string });
  expect(JSON.parse(some.out)).toHaveLength(2);
  for (const none of [[bad], [bad, `${bad}.not`]])
    expect(await run(['classify', ...none, ...model])).toMatchObject({ code: 1, out: '' });
  expect(await run(['classify', good[0], 'sample:12', ...model])).toMatchObject({ code: 2, out: '' });
});

test('patterns take what is special elsewhere as it is', async () => {
  for (const pattern of ['photos (1)/{2,10}.png', 'photos*/[!3]*', 'photos (1)/?*0.png', '**/2.png']) {
    const { code, out } = await run(['classify', join(folder.path, pattern), ...model, '--json']);
    expect({ code, files: (JSON.parse(out) as unknown[]).length }).toEqual({
      code: 0,
      files: /[03*]\*?$|10\}/.test(pattern) ? 2 : 1,
    });
  }
});

test('a table on standard output, and nothing else', async () => {
  const { code, out, err } = await run(['classify', ...good, ...model, '--csv', '-', '--out', folder.at('c.svg')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(
    /^input,class,probability,prepared\.how\r\n[^\n]*2\.png,\d,[\d.]+,fit\r\n[^\n]*10\.png,[^\n]*\r\n$/,
  );
  const both = await run(['classify', good[0], ...model, '--csv', '-', '--json']);
  expect(both).toMatchObject({ code: 2, out: '' });
});

test('evaluate says which subfolder is which class, and goes on past a file that is no picture', async () => {
  const args = ['evaluate', folder.at('classes'), ...model];
  const { code, out, err } = await run([...args, '--json']);
  const found = JSON.parse(out) as { n: number; labels: string[]; missing: Row[]; confusion: number[][] };
  expect({ code, n: found.n, labels: found.labels }).toEqual({ code: 1, n: 3, labels: ['cat', 'dog', 'owl'] });
  expect(found.missing).toEqual([
    { input: expect.stringMatching(/cat.0\.png$/) as string, error: expect.any(String) as string },
  ]);
  expect(found.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([1, 1, 1]);
  expect(err).toMatch(
    /^the subfolders are taken for classes in this order: 0 cat, 1 dog, 2 owl\ninterp: [^\n]+0\.png[^\n]+\n$/,
  );
  expect((await run(args)).out).toMatch(/true . said +cat +dog +owl +right/);
});

/** Values that are told apart by their places. */
const ramp = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 37) % 101) / 100);
const store = (name: string, shape: readonly number[]): string => {
  writeFileSync(folder.at(name), writeSafetensors([['images', float32Entry(shape, ramp(shape))]]));
  return folder.at(name);
};

test.each<[string, readonly number[]]>([
  ['vectors', [7]],
  ['two channels', [5, 4, 2]],
  ['volumes', [3, 5, 4, 2]],
])('tensors of %s go in as they are', async (name, shape) => {
  const net = sequential({
    layers: [
      layers.reshape({ inputShape: [...shape], targetShape: [ramp(shape).length] }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const own = ['--model', await saveModel(net, folder.at(name)), '--bounds', '0,1', '--quiet'];
  net.dispose();
  const [file, save] = [store(`${name}.safetensors`, [2, ...shape]), folder.at('saved.safetensors')];
  const inputs = [`${file}[0]`, `${file}[1]`];
  for (const [command, ...args] of [['classify'], ['explain'], ['attack'], ['explain', '--compare']]) {
    const { code, err } = await run([command, file, ...args, ...own, '--save', save, '--out', folder.at('no.png')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { tensors, metadata } = tensorsOf(save);
    expect(tensors.get('images')).toMatchObject({ shape: [2, ...shape], data: ramp([2, ...shape]) });
    expect(JSON.parse(metadata.get('inputs')!)).toEqual(inputs);
  }
  expect(folder.files()).not.toContain('no.png');
  const picture = await run(['classify', good[0], ...own]);
  expect(picture.err).toMatch(/is a picture and the model takes inputs of the shape \[/);
});

test('the order of axes is asked for where both fit', async () => {
  const net = sequential({
    layers: [layers.flatten({ inputShape: [3, 3, 3] }), layers.dense({ units: 3, activation: 'softmax' })],
  });
  const own = ['--model', await saveModel(net, folder.at('cube')), '--bounds', '0,1'];
  net.dispose();
  const [file, save] = [store('cube.safetensors', [1, 3, 3, 3]), folder.at('cube-saved.safetensors')];
  expect(await run(['classify', file, ...own])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/fits with channels last and with channels first; say which by layout/) as string,
  });
  const seen = async (layout: string): Promise<number[]> => {
    expect(await run(['classify', file, ...own, '--layout', layout, '--save', save])).toMatchObject({
      code: 0,
      err: '',
    });
    return Array.from(tensorsOf(save).tensors.get('images')!.data as Float32Array);
  };
  const values = Array.from(ramp([1, 3, 3, 3]));
  expect(await seen('nhwc')).toEqual(values);
  // Row y, column x, channel c lies at place 9 c + 3 y + x.
  expect(await seen('nchw')).toEqual(values.map((_, i) => values[9 * (i % 3) + Math.floor(i / 3)]));
});

test('tensors of another order than the one that is asked for are refused', async () => {
  const file = store('first.safetensors', [1, 3, 5, 4]);
  expect(await run(['classify', file, ...model])).toMatchObject({ code: 0 });
  const { code, err } = await run(['classify', file, ...model, '--layout', 'nhwc']);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/expected \[n, 5, 4, 3\]\n$/) as string });
});
