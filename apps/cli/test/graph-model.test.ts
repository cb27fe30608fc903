import { readFile } from 'node:fs/promises';
import { writeGraphModel } from '@interp/testing/graph-model-files';
import sharp from 'sharp';
import { json, newFolder } from './run.js';

const folder = newFolder();
const model = (): string => writeGraphModel(folder.at('graph'));

let picture: string;
beforeAll(async () => {
  picture = folder.at('picture.png');
  const pixels = Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256);
  await sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } })
    .png()
    .toFile(picture);
});

interface Explained {
  readonly score: number;
  readonly total: number;
  readonly ledger: readonly { readonly layer: string }[];
}

test('a graph model is described with its layers, and what can be done with it', async () => {
  const shown = await json<Record<string, unknown>>('model', model());
  expect(shown).toMatchObject({
    format: 'tfjs-graph-model',
    inputs: [{ name: 'x', shape: [null, 8, 8, 1], dtype: 'float32' }],
    outputs: [{ name: 'probabilities', shape: [null, 3], scores: 'softmax', classes: 3 }],
    parameters: 91,
    multiplications: 8 * 8 * (9 * 4 + 9 * 4) + 4 * 3,
    methods: { gradient: true, lrp: true, 'grad-cam': true, attack: true, prototype: true },
  });
});

test('a graph model is explained, attacked and maximised', async () => {
  const [row] = await json<Explained[]>('explain', picture, '--model', model(), '--bias', 'drop');
  expect(row.total).toBeCloseTo(row.score, 4);
  expect(row.ledger.map(({ layer }) => layer)).toEqual(['head', 'mean', 'sum', 'depthwise', 'conv']);
  const attacked = await json<{ results: { linf: number }[] }>('attack', picture, '--model', model(), '--method', 'fgsm', '--epsilon', '0.1'); // prettier-ignore
  expect(attacked.results[0].linf).toBeCloseTo(0.1, 5);
  const [prototype] = await json<{ class: number }[]>('prototype', '--class', '2', '--steps', '3', '--model', model(), '--out', folder.at('p.png')); // prettier-ignore
  expect(prototype.class).toBe(2);
});

test('a graph model is drawn by its operations, in Spanish too', async () => {
  const picture = folder.at('capas.svg');
  const { layers } = await json<{ layers: { name: string; inputs: string[] }[] }>('figure', model(), '--lang', 'es', '--out', picture); // prettier-ignore
  const known = new Set(layers.map(({ name }) => name));
  expect(layers.flatMap(({ inputs }) => inputs).filter((name) => !known.has(name))).toEqual([]);
  expect(await readFile(picture, 'utf8')).toContain('parámetros');
});
