import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { drawnPhotograph, type Photograph } from '../../../packages/mnist/test/drawn-photograph.js';
import { json, newFolder, run, tensorsOf } from './run.js';

interface Row {
  readonly input: string;
  readonly class?: number;
  readonly rejected?: boolean;
  readonly prepared?: {
    readonly how: string;
    readonly contrast?: number;
    readonly box: readonly number[];
    readonly lowContrast?: boolean;
  };
}

const folder = newFolder();

/** A photograph drawn by code, as a file. */
const file = async (name: string, photograph: Photograph, finish = (image: Sharp) => image): Promise<string> => {
  const { data, width, height } = drawnPhotograph({ width: 180, height: 130, ...photograph });
  await finish(sharp(data, { raw: { width, height, channels: 4 } })).toFile(folder.at(name));
  return folder.at(name);
};

const falling = (x: number, y: number): number => 1 - 0.35 * x - 0.2 * y;
const digit = (which: number) => ({ digit: which, x: 50, y: 20, unit: 4 });
const six = [3, 7, 1, 4, 9, 0];

beforeAll(async () => {
  mkdirSync(folder.at('photos'));
  await file('photos/2.jpg', { digits: [digit(5)], light: falling });
  await file('photos/10.png', { digits: [digit(8)], paper: [40, 60, 50], ink: [230, 230, 225] });
  await file('photos/1.webp', { digits: [digit(2)] });
  writeFileSync(folder.at('photos/notes.txt'), 'no picture');
  await file('blank.jpg', { light: falling, noise: 3 });
  const page = six.map((which, i) => ({ digit: which, x: 20 + 80 * (i % 3), y: i < 3 ? 15 : 90, unit: 2.5 }));
  await file('page.jpg', { width: 260, height: 160, digits: page, light: falling });
});

test('a page gives one result for each digit, in reading order, each with its box and the name of the picture', async () => {
  const page = folder.at('page.jpg');
  const rows = await json<Row[]>('classify', page);
  expect(rows.map((row) => row.class)).toEqual(six);
  rows.forEach(({ input, prepared }, i) => {
    expect(input).toBe(page);
    expect(prepared).toMatchObject({ how: 'digit', ink: 'dark' });
    expect(prepared!.contrast).toBeGreaterThan(0.5);
    const [x, y, width, height] = prepared!.box;
    expect(Math.abs(x + width / 2 - 45 - 80 * (i % 3))).toBeLessThan(10);
    expect(Math.abs(y + height / 2 - (i < 3 ? 40 : 115))).toBeLessThan(6);
  });
});

test('a folder, a pattern, and a picture on standard input', async () => {
  const names = (rows: readonly Row[]): string[] => rows.map(({ input }) => basename(input));
  const all = await json<Row[]>('classify', folder.at('photos'));
  expect(names(all)).toEqual(['1.webp', '2.jpg', '10.png']);
  expect(all.map((row) => row.class)).toEqual([2, 5, 8]);
  expect(names(await json<Row[]>('classify', join(folder.path, 'ph*', '{1,2}.*')))).toEqual(['1.webp', '2.jpg']);
  expect(names(await json<Row[]>('classify', join(folder.path, '**', '[0-9][0-9].png')))).toEqual(['10.png']);
  for (const nothing of [join(folder.path, '*.gif'), (mkdirSync(folder.at('empty')), folder.at('empty'))]) {
    const { code, err } = await run(['classify', nothing]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^interp: the (?:pattern|folder) [^\n]+ no picture; [^\n]+\n$/),
    ]);
  }
  async function* piped() {
    yield await Promise.resolve(readFileSync(folder.at('photos/2.jpg')));
  }
  const { out } = await run(['classify', '-', '--json'], { stdin: piped() });
  expect(JSON.parse(out)).toMatchObject([{ input: '-', class: 5 }]);
  expect(await run(['classify', '-'])).toMatchObject({ code: 2, out: '' });
});

test('a picture without ink is one result in its place, refused; the others have theirs', async () => {
  const inputs = [folder.at('photos/2.jpg'), folder.at('blank.jpg'), 'sample:3'];
  const rows = await json<Row[]>('classify', ...inputs);
  expect(rows.map(({ input, class: read, rejected }) => [input, read, rejected])).toEqual([
    [inputs[0], 5, undefined],
    [inputs[1], undefined, true],
    ['sample:3', 3, undefined],
  ]);
  const save = folder.at('maps.safetensors');
  const explained = await json<Row[]>('explain', ...inputs, '--save', save);
  expect(explained.map(({ rejected }) => rejected)).toEqual([undefined, true, undefined]);
  expect(tensorsOf(save).tensors.get('relevance')!.shape).toEqual([2, 28, 28, 1]);
  const attacked = await json<{ results: Row[]; succeeded: number }>('attack', ...inputs, '--method', 'fgsm');
  expect(attacked.results.map(({ rejected }) => rejected)).toEqual([undefined, true, undefined]);
  for (const command of ['classify', 'explain', 'attack']) {
    const alone = await run([command, inputs[1], '--out', folder.at('blank.png')]);
    expect(alone).toMatchObject({ code: 0, err: expect.stringContaining('has no ink') as string });
    expect(alone.out).toContain('no digit');
  }
  expect(await run(['evaluate', inputs[1]])).toMatchObject({ code: 1, out: '' });
});

test('what the network sees can be shown, and is a plain digit again', async () => {
  const shown = folder.at('shown.png');
  const [row] = await json<Row[]>('classify', folder.at('photos/10.png'), '--show-input', shown);
  expect(await sharp(shown).metadata()).toMatchObject({ width: 28, height: 28, channels: 1 });
  const [again] = await json<Row[]>('classify', shown);
  expect(again).toMatchObject({ class: 8, prepared: { how: 'fit', box: [0, 0, 28, 28] } });
  expect({ ...again, input: row.input, prepared: row.prepared }).toEqual(row);
  await json('classify', folder.at('page.jpg'), '--show-input', folder.at('seen'));
  expect((await sharp(folder.at('seen/5.png')).metadata()).width).toBe(28);
  await json('classify', folder.at('page.jpg'), '--show-input', folder.at('all.png'));
  expect((await sharp(folder.at('all.png')).metadata()).width).toBeGreaterThan(400);
});

test('--prepare: fit takes the whole, none refuses other sizes, digit prepares in any case', async () => {
  const page = folder.at('page.jpg');
  const [whole, ...others] = await json<Row[]>('classify', page, '--prepare', 'fit');
  expect(others).toEqual([]);
  expect(whole.prepared).toEqual({ how: 'fit', box: [0, 0, 260, 160] });
  const { code, err } = await run(['classify', page, '--prepare', 'none']);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^interp: [^\n]*page.jpg[^\n]* 260 × 160 pixels [^\n]+28 × 28[^\n]*\n$/),
  ]);
});

test('strokes of any colour on a transparent page are read as if they were white on black', async () => {
  const inks = [
    [0, 0, 0],
    [255, 255, 255],
    [238, 238, 238],
    [255, 255, 170],
    [204, 204, 204],
  ] as const;
  const small = { width: 100, height: 80, clear: true };
  const files = [...inks.keys(), ...inks.keys()].map((ink, which) => {
    const digits = [{ digit: which, x: 25, y: 10, unit: 3 }];
    return file(`clear-${which}.png`, { ...small, digits, ink: inks[ink] });
  });
  const paths = await Promise.all(files);
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const classes = (rows: readonly Row[]) => rows.map((row) => row.class);
  expect(classes(await json<Row[]>('classify', ...paths))).toEqual(all);
  const fitted = paths.map((path, which) =>
    file(`fit-${basename(path)}`, {
      ...small,
      digits: [{ digit: which, x: 20, y: 5, unit: 3.5 }],
      ink: inks[which % 5],
    }),
  );
  const shown = await json<Row[]>('classify', ...(await Promise.all(fitted)), '--prepare', 'fit');
  expect(classes(shown).filter((read, which) => read === which).length).toBeGreaterThanOrEqual(8);
});

test('low contrast is said; files of any depth and orientation are read', async () => {
  const faint = await file('faint.png', { digits: [digit(3)], paper: [250, 250, 250], ink: [225, 225, 225] });
  const { out, err } = await run(['classify', faint, '--json']);
  expect(err).toMatch(/faint\.png has low contrast, 0\.10 /);
  expect(JSON.parse(out)).toMatchObject([{ class: 3, prepared: { lowContrast: true } }]);
  const turned = await file('turned.jpg', { digits: [digit(7)] }, (image) =>
    image.rotate(-90).withMetadata({ orientation: 6 }),
  );
  const deep = await file('deep.png', { digits: [digit(4)] }, (image) => image.toColourspace('rgb16').png());
  const grey = await file('grey.png', { digits: [digit(6)] }, (image) => image.toColourspace('b-w').png());
  const few = await file('palette.png', { digits: [digit(9)] }, (image) => image.png({ palette: true, colours: 8 }));
  const cmyk = await file('cmyk.jpg', { digits: [digit(0)] }, (image) => image.flatten().toColourspace('cmyk').jpeg());
  const rows = await json<Row[]>('classify', turned, deep, grey, few, cmyk);
  expect(rows.map((row) => row.class)).toEqual([7, 4, 6, 9, 0]);
});
