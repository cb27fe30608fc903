import { readFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { saveModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as functional, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

interface Drawn<Data> {
  readonly data: Data;
  readonly svg: string;
}

const drawnBy = async <Data>(...args: readonly string[]): Promise<Drawn<Data>> => {
  const out = folder.at('figure.svg');
  const data = await json<Data>('figure', ...args, '--out', out);
  return { data, svg: readFileSync(out, 'utf8') };
};

test('1.1 and 1.2: a network of the 32 parameters that the thesis counts, its weights from the seed', async () => {
  interface Network {
    readonly sizes: readonly number[];
    readonly parameters: number;
    readonly weights?: readonly (readonly number[])[];
  }
  const { data, svg } = await drawnBy<Network>('1.1', '--seed', '3');
  expect(data).toMatchObject({ sizes: [3, 3, 3, 2], parameters: 32 });
  expect(data.weights?.map((kernel) => kernel.length)).toEqual([9, 9, 6]);
  expect(svg.match(/<circle/g)).toHaveLength(11);
  expect((await drawnBy('1.1', '--seed', '4')).svg).not.toBe(svg);
  expect((await drawnBy('1.1', '--seed', '3')).svg).toBe(svg);
  expect((await drawnBy('1.2')).svg).toContain('>w</text>');
});

test('1.3: the four functions are those of their formulas', async () => {
  const { data, svg } = await drawnBy<Record<'x' | 'identity' | 'ReLU' | 'softplus' | 'logistic', number[]>>('1.3');
  data.x.forEach((x, i) => {
    expect(data.identity[i]).toBeCloseTo(x, 5);
    expect(data.ReLU[i]).toBeCloseTo(Math.max(0, x), 5);
    expect(data.softplus[i]).toBeCloseTo(Math.log1p(Math.exp(x)), 5);
    expect(data.logistic[i]).toBeCloseTo(1 / (1 + Math.exp(-x)), 5);
  });
  for (const name of ['identity', 'ReLU', 'softplus', 'logistic']) expect(svg).toContain(`>${name}</text>`);
});

test('1.5: the layers of the network that is given', async () => {
  interface Layers {
    readonly parameters: number;
    readonly layers: readonly { name: string; shape: number[]; parameters: number }[];
  }
  const { data, svg } = await drawnBy<Layers>('1.5', '--model', model('relu'));
  expect(data.parameters).toBe(336206);
  expect(data.layers.map(({ parameters }) => parameters)).toEqual([0, 156, 0, 2416, 0, 307500, 25284, 850]);
  expect(svg).toContain('Conv2D 5 × 5, relu');
});

test('the words of a diagram are in the language that is asked for', async () => {
  const [en, es] = [await drawnBy('1.5', '--lang', 'en'), await drawnBy('1.5', '--lang', 'es')];
  expect(en).toEqual(await drawnBy('1.5'));
  expect(en.svg).toContain('336,206 parameters');
  expect(es.svg).toContain('336,206 parámetros');
  expect(es.data).toEqual(en.data);
  const { out } = await run(['figure', '1.5', '--lang', 'es']);
  expect(out).toMatch(/^capa +tipo +salida +parámetros\n/);
  expect(out).toMatch(/completamente conectada/);
});

test('any model.json: branches and several inputs too', async () => {
  await startBackend('wasm');
  const [one, two] = ['one', 'two'].map((name) => input({ shape: [4], name }));
  const both = layers.concatenate({ name: 'both' }).apply([one, two]);
  const head = layers.dense({ name: 'head', units: 3 }).apply(both) as SymbolicTensor;
  const own = functional({ inputs: [one, two], outputs: head });
  const path = await saveModel(own, folder.at('own'));
  own.dispose();
  const { data, svg } = await drawnBy<{ layers: readonly { name: string; inputs: string[] }[] }>(path);
  expect(data.layers.find(({ name }) => name === 'both')?.inputs).toEqual(['one', 'two']);
  expect(svg).toContain('27 parameters');
});

test('2.1: the shipped RBM, and another one', async () => {
  const { data, svg } = await drawnBy<{ visible: number; hidden: number; shown: number[]; weights: number[][] }>('2.1');
  expect(data).toMatchObject({ visible: 784, hidden: 8 });
  expect(data.shown).toEqual([...data.shown].sort((one, other) => one - other));
  expect(data.weights.map((row) => row.length)).toEqual(data.shown.map(() => 8));
  expect(svg.match(/<path [^>]*fill="none"/g)).toHaveLength(8 * data.shown.length);
  expect((await drawnBy<{ hidden: number }>('2.1', '--expert', 'rbm-100')).data.hidden).toBe(100);
});

test('2.4: the sums on the arrows are those of the ledger that explain gives', async () => {
  const save = folder.at('r.safetensors');
  const args = ['--model', model('sigmoid'), '--save', save];
  const { data, svg } = await drawnBy<{ class: number; ledger: { in: number; out: number }[] }>(
    '2.4',
    '--input',
    'sample:7',
    ...args,
  );
  const [explained] = await json<{ class: number; ledger: { in: number; out: number }[] }[]>(
    'explain',
    'sample:7',
    '--model',
    model('sigmoid'),
  );
  expect(data.class).toBe(explained.class);
  data.ledger.forEach((row, i) => {
    expect(row.in).toBeCloseTo(explained.ledger[i].in, 4);
    expect(row.out).toBeCloseTo(explained.ledger[i].out, 4);
  });
  expect(svg).toContain(`>R ${String(Number(data.ledger[0].in.toPrecision(4)))}</text>`);
  const relevance = tensorsOf(save).tensors.get('relevance');
  expect(relevance?.shape).toEqual([1, 28, 28, 1]);
  const sum = Array.from(relevance?.data as Float32Array).reduce((total, value) => total + value, 0);
  expect(sum).toBeCloseTo(data.ledger.at(-1)!.out, 3);
});

test('any other figure, with the model that is named, in both languages', async () => {
  interface Found {
    readonly number: string;
    readonly verdict: string;
    readonly numbers: Readonly<Record<string, number>>;
  }
  const shipped = await drawnBy<Found>('4.2');
  expect(shipped.data.number).toBe('4.2');
  expect(shipped.svg).toContain('>9</text>');
  const other = await drawnBy<Found>('4.2', '--model', model('relu'));
  expect(other.data.numbers['n']).toBe(128);
  expect(other.data.numbers).not.toEqual(shipped.data.numbers);
  const { code, out } = await run(['figure', 'Table 4.1', '--lang', 'es']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Tabla 4\.1: .*\n.*dígito/);
  expect(out).toMatch(/\nAquí: .*\nTesis: .*\nVeredicto: (coincide|en parte|difiere)\n/);
  expect((await run(['figure', '4.2'], { signal: AbortSignal.abort() })).code).toBe(130);
});

test.each([
  [['9.9'], /there is no diagram "9\.9"; expected 1\.1, 1\.2/],
  [['toString'], /there is no diagram/],
  [[], /missing required argument/],
  [['2.4', '--input', 'sample:0-9'], /sample/],
])('%j is wrong usage', async (args, message) => {
  const { code, out, err } = await run(['figure', ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).toMatch(/^interp: [^\n]*\n$/);
});

test('a model that is not there, and an RBM that is not', async () => {
  expect((await run(['figure', folder.at('none.json')])).code).toBe(1);
  expect((await run(['figure', '2.1', '--expert', folder.at('none.safetensors')])).code).toBe(1);
});

test('no tensors are left', async () => {
  const all = ['1.1', '1.3', '1.5', '2.1', '2.4'];
  await run(['figure', '2.4']);
  const before = tf.memory().numTensors;
  for (const figure of all) expect((await run(['figure', figure])).code).toBe(0);
  expect(tf.memory().numTensors).toBe(before);
});
