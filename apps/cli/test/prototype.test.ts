import { readFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { saveModel } from '@interp/files/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const common = ['--model', model('relu'), '--steps', '30'];

interface Row {
  readonly class: number;
  readonly probability: number;
  readonly objective: number;
  readonly steps: number;
  readonly seconds: number;
  readonly history: readonly unknown[];
  readonly judge: { readonly name: string; readonly class: number; readonly probability: number };
}

test('all classes by default; the saved images are what the numbers speak of', async () => {
  const save = folder.at('p.safetensors');
  const rows = await json<Row[]>('prototype', ...common, '--save', save);
  expect(rows.map((row) => row.class)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(rows.filter((row) => row.probability > 0.9).length).toBeGreaterThan(7);
  const { tensors } = tensorsOf(save);
  expect(tensors.get('prototypes')?.shape).toEqual([10, 28, 28, 1]);
  const probabilities = tensors.get('probabilities')!.data as Float32Array;
  rows.forEach((row, i) => expect(probabilities[i]).toBeCloseTo(row.probability, 6));
  const judged = await json<{ class: number; probabilities: number[] }[]>(
    'classify',
    `${save}#prototypes`,
    '--model',
    model('relu'),
  );
  judged.forEach((one, i) => {
    expect(one.probabilities[i]).toBeCloseTo(rows[i].probability, 4);
  });
});

test('the same seed gives the same bytes, another seed others', async () => {
  const [a, b, c] = [1, 1, 2].map((seed, i) => ({ seed, save: folder.at(`${i}.safetensors`) }));
  for (const { seed, save } of [a, b, c])
    await json('prototype', ...common, '--class', '3', '--seed', String(seed), '--save', save);
  const [first, second, third] = [a, b, c].map(({ save }) => readFileSync(save));
  expect(second.equals(first)).toBe(true);
  expect(third.equals(first)).toBe(false);
});

test('starts, objectives, ascents, history, contrast', async () => {
  const five = ['prototype', ...common, '--class', '5'];
  const fromImage = await json<Row[]>(...five, '--init', 'sample:5', '--objective', 'probability');
  expect(fromImage).toHaveLength(1);
  expect(fromImage[0].probability).toBeGreaterThan(0.9);
  expect(fromImage[0].history).toHaveLength(31);
  const blank = await json<Row[]>(...five, '--init', 'blank', '--optimizer', 'plain', '--rate', '1', '--lambda', '0');
  expect(blank[0].objective).toBe(blank[0].probability);
  const pictureWith = async (name: string, ...extra: string[]): Promise<string> => {
    await json(...five, ...extra, '--out', folder.at(name));
    return readFileSync(folder.at(name), 'utf8');
  };
  const plain = await pictureWith('plain.svg');
  const curved = await pictureWith('curved.svg', '--contrast', 'atan');
  expect(plain).toContain('data:image/png');
  expect(curved).not.toBe(plain);
});

test('a network trained apart judges, or the one that is asked for', async () => {
  const judgeOf = async (...args: string[]): Promise<Row['judge']> =>
    (await json<Row[]>('prototype', '--steps', '5', '--class', '0', ...args))[0].judge;
  expect((await judgeOf()).name).toBe('lenet-relu');
  expect((await judgeOf('--model', 'lenet-relu')).name).toBe('lenet');
  const save = folder.at('judged.safetensors');
  const own = await judgeOf('--model', model('relu'), '--save', save);
  expect(own.name).toBe('lenet-relu');
  const [seen] = await json<{ class: number; probability: number }[]>(
    'classify',
    save + '#prototypes',
    '--model',
    'lenet-relu',
  );
  expect(own).toMatchObject({ class: seen.class, probability: expect.closeTo(seen.probability, 5) as number });
  const [row] = await json<Row[]>('prototype', ...common, '--class', '0', '--judge', model('relu'));
  expect(row.judge).toMatchObject({ name: model('relu'), class: 0 });
  expect(row.judge.probability).toBeCloseTo(row.probability, 5);
});

test('a network of other images judges its prototypes itself; a judge that does not fit is refused', async () => {
  await startBackend('wasm');
  const small = sequential({ layers: [layers.flatten({ inputShape: [6, 6, 1] }), layers.dense({ units: 3 })] });
  await saveModel(small, folder.at('small'));
  small.dispose();
  const args = ['prototype', '--model', folder.at('small/model.json'), '--steps', '30'];
  const rows = await json<Row[]>(...args);
  rows.forEach((row) => expect(row.judge).toMatchObject({ name: folder.at('small/model.json'), class: row.class }));
  const { code, err } = await run([...args, '--judge', 'lenet']);
  expect(code).toBe(2);
  expect(err).toContain('--judge takes [28, 28, 1] to 10 classes and the model [6, 6, 1] to 3 classes');
});

test('an interruption keeps the best so far', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1500);
  const save = folder.at('stopped.safetensors');
  const args = ['prototype', '--model', model('relu'), '--steps', '100000', '--save', save, '--json'];
  const { code, out, err } = await run(args, { signal: stop.signal });
  expect(code).toBe(130);
  expect(err).toMatch(/interrupted: the best after \d+ of 100000 steps\ninterp: interrupted[^\n]*\n$/);
  expect(JSON.parse(out)).toHaveLength(10);
  expect(tensorsOf(save).tensors.get('prototypes')?.shape).toEqual([10, 28, 28, 1]);
});

test('a table for people', async () => {
  const { out } = await run(['prototype', ...common, '--class', '0,8']);
  expect(out).toMatch(
    /^class {2}probability {2}objective {2}steps {2,}judged\n0 .*\n8 .*\n2 prototypes in [^;]+; lenet-relu agrees on \d\n$/,
  );
});

test('with --history the picture is a chart', async () => {
  const out = folder.at('history.svg');
  await json('prototype', ...common, '--class', '1,2', '--history', '--out', out);
  const chart = readFileSync(out, 'utf8');
  expect(chart).toContain('objective');
  expect(chart).not.toContain('data:image/png');
});

test('another number of images to start from than classes is wrong usage', async () => {
  const save = folder.at('starts.safetensors');
  await json('prototype', ...common, '--class', '1,2', '--save', save);
  const from = ['prototype', '--model', model('relu'), '--steps', '0', '--init', `${save}#prototypes`];
  expect(await json<Row[]>(...from, '--class', '1,2')).toHaveLength(2);
  const { code, err } = await run([...from, '--class', '1,2,3']);
  expect(code).toBe(2);
  expect(err).toContain('--init gives 2 images for 3 classes');
});
