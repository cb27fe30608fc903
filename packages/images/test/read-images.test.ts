import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { concatImages, fitPicture, labelledImages, mapImages, preprocessing, type Images } from '@interp/images';
import { decodePicture, imagePng, openMnist, readImages, type ReadImagesOptions } from '@interp/images/node';
import { drawnSplit, sampleDigits } from '@interp/mnist';
import { failure, refusal, refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import sharp from 'sharp';
import { imagesOf } from '../src/images.js';
import { newFolder } from './new-folder.js';

const folder = newFolder();
const inputShape = [28, 28, 1];

/** A picture of one colour, the left half; the right half is black. */
const paint = (name: string, [r, g, b]: readonly number[], width = 12, height = 6): Promise<string> => {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) =>
    Math.floor(i / 3) % width < width / 2 ? [r, g, b][i % 3] : 0,
  );
  return sharp(data, { raw: { width, height, channels: 3 } })
    .toFile(folder.at(name))
    .then(() => folder.at(name));
};

beforeAll(async () => {
  await startBackend('wasm');
  for (const name of ['cats', 'dogs', 'pictures']) mkdirSync(folder.at('pets', name), { recursive: true });
  await paint('pets/pictures/2.png', [255, 0, 0]);
  await paint('pets/pictures/10.png', [0, 255, 0]);
  await paint('pets/cats/a.png', [10, 10, 10]);
  await paint('pets/dogs/b.png', [20, 20, 20]);
  await paint('pets/dogs/c.png', [30, 30, 30]);
});

const colours = { inputShape: [6, 12, 3], mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] } as const;

test('a pattern gives pictures as the model takes them, in the order of their numbers', async () => {
  const images = await readImages([folder.at('pets/pictures/*.png')], colours);
  expect([images.size, images.name(0), images.name(1)]).toEqual([
    2,
    folder.at('pets/pictures/2.png'),
    folder.at('pets/pictures/10.png'),
  ]);
  const { mean, std } = colours;
  const red = [1, 0, 0].map((p, c) => (p - mean[c]) / std[c]);
  [...images.pixels(0, 1).subarray(0, 3)].forEach((value, c) => expect(value).toBeCloseTo(red[c], 5));
  expect([...images.shown(0, 1).subarray(0, 3)]).toEqual([1, -1, -1]);
  expect(images.preparation(0)).toEqual({ how: 'fit', box: [0, 0, 12, 6], frame: [0, 0, 12, 6] });
  expect(await images.picture(0)).toMatchObject({ width: 12, height: 6, scale: 1 });
});

test('what is read goes into a network, and leaves no tensors behind', async () => {
  const model = sequential({ layers: [layers.flatten({ inputShape: [6, 12, 3] }), layers.dense({ units: 2 })] });
  const net = classifier(model, { bounds: preprocessing(3, { mean: colours.mean, std: colours.std }).bounds });
  const before = tf.memory().numTensors;
  const images = await readImages([folder.at('pets/pictures')], { ...colours, inputShape: net.inputShape });
  expect(tf.memory().numTensors).toBe(before);
  const x = images.tensor();
  expect([x.shape, x.dtype]).toEqual([[2, 6, 12, 3], 'float32']);
  expect(tf.tidy(() => net.logits(x).shape)).toEqual([2, 2]);
  const second = images.tensor(1);
  expect([...second.dataSync()]).toEqual([...images.pixels(1, 2)]);
  tf.dispose([x, second]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before - 2);
});

test.each<[string, Partial<ReadImagesOptions>, (number | undefined)[], readonly string[] | undefined]>([
  ['by their order', {}, [0, 1, 1, 2, 2], ['cats', 'dogs', 'pictures']],
  ['by the names of the model', { classNames: ['dogs', 'pictures', 'cats'] }, [2, 0, 0, 1, 1], undefined],
  ['an equal share of each', { limit: 3 }, [0, 1, 2], ['cats', 'dogs', 'pictures']],
])('a folder of classes, %s', async (_, options, labels, classNames) => {
  const images = await readImages([folder.at('pets')], { inputShape: [6, 12, 3], classFolders: true, ...options });
  expect(Array.from({ length: images.size }, (_, i) => images.label(i))).toEqual(labels);
  expect(images.classNames).toEqual(classNames);
  expect([...labelledImages(images).labels]).toEqual(labels);
});

test('folders that are called by other names than the classes are refused', async () => {
  const options = { inputShape: [6, 12, 3], classFolders: true, classNames: ['cats', 'dogs'] };
  expect(await refusal(() => readImages([folder.at('pets')], options))).toBe('bad-value');
  // Without being asked for classes, a folder that has no picture of its own is none.
  expect(await refusal(() => readImages([folder.at('pets')], { inputShape: [6, 12, 3] }))).toBe('not-found');
});

test('digits that need no files, and tensors, come in their order with their names and labels', async () => {
  const values = Float32Array.from({ length: 2 * 784 }, (_, i) => ((i * 37) % 201) / 100 - 1);
  const path = folder.at('two.safetensors');
  writeFileSync(
    path,
    writeSafetensors([
      ['images', float32Entry([2, 1, 28, 28], values)],
      ['labels', int32Entry([2], [4, 9])],
    ]),
  );
  const images = await readImages(['sample:3', path, 'drawn:test/5'], { inputShape, classes: 10 });
  expect(Array.from({ length: 4 }, (_, i) => [images.name(i), images.label(i)])).toEqual([
    ['sample:3', 3],
    [`${path}[0]`, 4],
    [`${path}[1]`, 9],
    ['drawn:test/5', drawnSplit('test').labels[5]],
  ]);
  const sample = new Float32Array(784);
  sampleDigits().fill([3], sample);
  expect(images.pixels(0, 2)).toEqual(Float32Array.of(...sample, ...values.subarray(0, 784)));
});

test('MNIST is asked for where it is needed, and only there', async () => {
  const asked: string[] = [];
  const findData = () => {
    asked.push('folder');
    return Promise.resolve(folder.at('nowhere'));
  };
  await readImages(['sample:1'], { inputShape, findData });
  expect(asked).toEqual([]);
  expect(await refusal(() => readImages(['mnist:test/0'], { inputShape, findData }))).toBe('not-found');
  expect(asked).toEqual(['folder']);
});

test('standard input is read once, for all that it stands for', async () => {
  const bytes = await sharp(Buffer.alloc(4 * 4, 200), { raw: { width: 4, height: 4, channels: 1 } })
    .png()
    .toBuffer();
  let reads = 0;
  const stdin = () => {
    reads++;
    return Promise.resolve(bytes);
  };
  const images = await readImages(['-'], { inputShape: [4, 4, 1], stdin, invert: false });
  expect([images.size, images.name(0), reads]).toEqual([1, '-', 1]);
  images.pixels(0, 1).forEach((value) => expect(value).toBeCloseTo(200 / 127.5 - 1, 6));
});

test('what gives no image is refused, or listed in its place', async () => {
  const [good, blank, gone] = [
    await paint('good.png', [255, 255, 255], 28, 28),
    await paint('blank.png', [0, 0, 0], 60, 60),
    folder.at('gone.png'),
  ];
  const options = { inputShape, prepare: 'auto' } as const;
  expect((await refused(() => readImages([good, blank], options))).message).toContain('has no ink');
  expect(await refusal(() => readImages([good, gone], options))).toBe('not-found');
  const notes: string[] = [];
  const all = await readImages([good, gone, blank, good], {
    ...options,
    takesMissing: 'all',
    onNote: (text) => notes.push(text),
  });
  expect(all.size).toBe(2);
  expect(all.missing).toMatchObject([
    { input: gone, before: 1, error: expect.stringContaining('cannot be read') as string },
    { input: blank, before: 1, hasInk: false },
  ]);
  expect(notes).toEqual([`${blank} has no ink`]);
  expect((await readImages([blank], { ...options, takesMissing: 'all' })).size).toBe(0);
  expect(await refusal(() => readImages([blank], { ...options, takesMissing: 'some' }))).toBe('bad-value');
  expect(await refusal(() => readImages([gone], { ...options, takesMissing: 'all' }))).toBe('not-found');
});

test.each<[string, Partial<ReadImagesOptions>, string]>([
  ['a size that it has not, unprepared', { prepare: 'none' }, 'bad-shape'],
  ['digits for another shape', { prepare: 'digit', inputShape: [32, 32, 1] }, 'bad-option'],
  ['a model of no pictures', { inputShape: [10] }, 'unsupported-model'],
  ['two channels', { inputShape: [28, 28, 2] }, 'unsupported-model'],
  ['a mean of other channels', { mean: [0, 0] }, 'bad-option'],
  ['bounds and a mean', { mean: [0], bounds: [0, 1] }, 'bad-option'],
  ['bounds upside down', { bounds: [1, 0] }, 'bad-option'],
  ['no spread', { std: [0] }, 'bad-option'],
  ['half a pixel', { inputShape: [27.5, 28, 1] }, 'bad-option'],
  ['another option', { sise: 3 } as never, 'bad-option'],
])('%s is refused', async (_, options, code) => {
  const path = await paint('any.png', [200, 200, 200]);
  expect(await refusal(() => readImages([path], { inputShape, ...options }))).toBe(code);
});

test('reading ends with the signal, for its reason', async () => {
  const reason = new Error('enough');
  const signal = AbortSignal.abort(reason);
  expect(await failure(() => readImages([folder.at('none.png')], { inputShape, signal }))).toBe(reason);
});

test('a picture is decoded, fitted and written as a file again', async () => {
  const whole = await sharp(await paint('wide.png', [255, 128, 0], 40, 20)).toBuffer();
  const picture = await decodePicture(whole, { within: 20 });
  expect([picture.width, picture.height, picture.data.length]).toEqual([20, 10, 4 * 200]);
  const stretched = fitPicture(picture, { inputShape: [4, 4, 3], fit: 'stretch' });
  expect(stretched).toHaveLength(48);
  const images = await readImages([folder.at('pets/pictures/2.png')], { inputShape: [6, 12, 3], bounds: [0, 1] });
  const png = await decodePicture(await imagePng(images, 0));
  expect([...png.data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
  expect(await refusal(() => imagePng(images, 1))).toBe('bad-option');
  expect(await refusal(() => fitPicture({ ...picture, width: 3 }, { inputShape: [4, 4, 3] }))).toBe('bad-shape');
});

const group = (start: number, size: number): Images =>
  imagesOf({
    size,
    inputShape: [2],
    name: (i) => String(start + i),
    label: (i) => start + i,
    pixels: (from, to) => Float32Array.from({ length: 2 * (to - from) }, (_, k) => 2 * (start + from) + k),
  });

test('concatenated groups are what they are one after the other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.nat(),
      (sizes, a, b) => {
        let start = 0;
        const all = concatImages(sizes.map((size) => group((start += size) - size, size)));
        expect(all.size).toBe(start);
        const [from, to] = [a % (start + 1), b % (start + 1)].sort((x, y) => x - y);
        expect(Array.from(all.pixels(from, to))).toEqual(
          Array.from({ length: 2 * (to - from) }, (_, k) => 2 * from + k),
        );
        for (let i = 0; i < start; i++) expect([all.name(i), all.label(i)]).toEqual([String(i), i]);
      },
    ),
  );
});

test('groups of other shapes, or none, are refused', async () => {
  const other = imagesOf({ ...group(0, 1), inputShape: [3] });
  expect(await refusal(() => concatImages([group(0, 1), other]))).toBe('bad-shape');
  expect(await refusal(() => concatImages([]))).toBe('bad-shape');
});

test('labelled images are those that are asked for, in any order; images without labels are refused', async () => {
  const images = group(3, 4);
  const data = labelledImages(images);
  for (const indices of [[1, 2, 3], [2, 0], []]) {
    const batch = data.images(indices);
    expect(batch.shape).toEqual([indices.length, 2]);
    expect([...batch.dataSync()]).toEqual(indices.flatMap((i) => [...images.pixels(i, i + 1)]));
    batch.dispose();
  }
  const twice = mapImages(images, (inputs) => inputs.map((value) => 2 * value));
  expect([twice.label(1), ...twice.pixels(1, 2)]).toEqual([4, 16, 18]);
  const unlabelled = imagesOf({ ...images, label: () => undefined });
  expect(await refusal(() => labelledImages(unlabelled))).toBe('bad-value');
});

test('MNIST that is not there yet is looked for again', async () => {
  const mnist = folder.at('mnist');
  mkdirSync(mnist);
  expect(await refusal(() => openMnist(mnist, 'test'))).toBe('not-found');
  const idx = (shape: readonly number[]): Buffer => {
    const head = Buffer.alloc(4 + 4 * shape.length);
    head.writeUInt32BE(0x800 + shape.length);
    shape.forEach((side, i) => head.writeUInt32BE(side, 4 + 4 * i));
    return Buffer.concat([head, Buffer.alloc(shape.reduce((a, b) => a * b, 1))]);
  };
  writeFileSync(folder.at('mnist', 't10k-images-idx3-ubyte'), idx([3, 28, 28]));
  writeFileSync(folder.at('mnist', 't10k-labels-idx1-ubyte'), idx([3]));
  const digits = await openMnist(mnist, 'test');
  expect(digits.size).toBe(3);
  expect(await openMnist(mnist, 'test')).toBe(digits);
});

test('a labels.csv that is no file has no labels, and nobody waits for it', async () => {
  mkdirSync(folder.at('piped'));
  await paint('piped/a.png', [255, 0, 0]);
  execFileSync('mkfifo', [folder.at('piped', 'labels.csv')]);
  const images = await readImages([folder.at('piped')], { inputShape: [6, 12, 3] });
  expect([images.size, images.label(0)]).toEqual([1, undefined]);
});

test('a labels.csv is read as tables are written, whatever is in its cells', async () => {
  mkdirSync(folder.at('table'));
  for (const name of ['a,b', 'c', 'd', 'e']) await paint(`table/${name}.png`, [9, 9, 9]);
  const cells = ['"a,b.png", 3', 'c.png,"4"', `d.png,"${'""'.repeat(1e6)}"`, 'e.png,"5'];
  writeFileSync(folder.at('table', 'labels.csv'), `file,label\r\n${cells.join('\r\n')}\r\n`);
  const images = await readImages([folder.at('table')], { inputShape, classes: 10, takesMissing: 'some' });
  expect([images.size, images.label(0), images.label(1)]).toEqual([2, 3, 4]);
  const [quotes, unclosed] = images.missing.map(({ error }) => error);
  expect(quotes).toMatch(/^[^\n]{1,300}$/);
  expect(unclosed).toMatch(/e\.png: class "\\?"5" does not exist/);
});
