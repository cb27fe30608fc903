import { readFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { saveModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

interface Answer {
  readonly segments: string;
  readonly class: number;
  readonly probability: number;
  readonly probabilities: readonly number[];
}

interface Result {
  readonly rows: readonly Answer[];
  readonly digits: readonly { digit: number; right: number; class: number; thesis: { right: number } }[];
  readonly atlas: { counts: readonly number[]; digits: readonly { change?: readonly { class: number }[] }[] };
  readonly robustness?: { cells: readonly unknown[]; digits: readonly { correct: number }[] };
}

test('128 answers, the table of the digits beside the thesis’, and the atlas', async () => {
  const save = folder.at('s.safetensors');
  const { rows, digits, atlas } = await json<Result>('sevenseg', '--model', model('sigmoid'), '--save', save);
  expect(rows).toHaveLength(128);
  expect(new Set(rows.map(({ segments }) => segments)).size).toBe(128);
  for (const row of rows) expect(row.probability).toBe(row.probabilities[row.class]);
  const eight = rows.find(({ segments }) => segments === 'abcdefg');
  expect(digits[8]).toMatchObject({ digit: 8, right: eight?.probabilities[8], class: eight?.class });
  expect(digits[1].thesis.right).toBe(0.002);
  expect(atlas.counts.reduce((sum, count) => sum + count)).toBe(128);
  atlas.digits.forEach(({ change }, digit) => expect(change?.at(-1)?.class).not.toBe(digits[digit].class));

  const { tensors } = tensorsOf(save);
  expect(tensors.get('images')?.shape).toEqual([128, 28, 28, 1]);
  const saved = tensors.get('probabilities');
  expect(saved?.shape).toEqual([128, 10]);
  expect(rows.flatMap(({ probabilities }) => probabilities)).toEqual(
    Array.from(saved?.data as Float32Array, (p) => Number(p.toPrecision(9))),
  );
  const again = await json<Answer[]>('classify', `${save}#images`, '--model', model('sigmoid'));
  expect(again.map((row) => row.class)).toEqual(rows.map((row) => row.class));
});

test('the geometry is taken from the options, the noise from the seed', async () => {
  const images = async (...args: string[]): Promise<number[]> => {
    const save = folder.at('g.safetensors');
    await json('sevenseg', '--model', model('relu'), '--save', save, ...args);
    return Array.from(tensorsOf(save).tensors.get('images')?.data as Float32Array);
  };
  const plain = await images('--length', '8', '--thickness', '2', '--no-antialias');
  expect(new Set(plain)).toEqual(new Set([-1, 1]));
  const moved = await images('--length', '8', '--thickness', '2', '--no-antialias', '--shift', '-2,3');
  expect(moved.slice(127 * 784 + 3 * 28, 127 * 784 + 784)).toEqual([
    ...plain.slice(127 * 784 + 2, 127 * 784 + 784 - 3 * 28),
    -1,
    -1,
  ]);
  expect(await images('--slant', '0.3', '--length', '8', '--thickness', '2', '--no-antialias')).not.toEqual(plain);
  const noise = ['--noise', '0.1', '--seed'];
  const four = await images(...noise, '4');
  expect(await images(...noise, '4')).toEqual(four);
  expect(await images(...noise, '5')).not.toEqual(four);
});

test('people get a table; the robustness is there when asked for', async () => {
  const out = folder.at('all');
  const shown = await run(['sevenseg', '--model', model('relu'), '--robustness', '--out', out]);
  expect(shown.out).toMatch(/^digit +P\(digit\) +read as/);
  expect(shown.out).toMatch(/\n1 .* 0\.20 % +5 +73\.00 %/);
  expect(shown.out).toMatch(/of all 128 images: \d+ read as 0, /);
  expect(shown.out).toMatch(/\nin 225 geometries +read right/);
  const { robustness } = JSON.parse(readFileSync(`${out}/sevenseg.json`, 'utf8')) as Result;
  expect(robustness?.cells).toHaveLength(225);
  expect(robustness?.digits).toHaveLength(10);
});

test.each([
  ['atlas', '+ '],
  ['digits', '%'],
  ['columns', '>9</text>'],
])('the picture %s is drawn', async (name, text) => {
  const out = folder.at(`${name}.svg`);
  await json('sevenseg', '--model', model('relu'), '--picture', name, '--out', out);
  const svg = readFileSync(out, 'utf8');
  expect(svg).toMatch(/^<svg/);
  expect(svg).toContain(text);
});

test('some are refused as no digit, and it says which digits are among those', async () => {
  interface Refused {
    readonly refusals: { readonly refused: number[]; readonly accepted: number[]; readonly refusedDigits: number[] };
  }
  const out = folder.at('refused');
  const shown = await run(['sevenseg', '--reject', '--out', out]);
  expect(shown.err).toBe('');
  const { refusals } = JSON.parse(readFileSync(`${out}/sevenseg.json`, 'utf8')) as Refused;
  expect(refusals.refused.length + refusals.accepted.length).toBe(128);
  expect(refusals.refused).toContain(0);
  expect(shown.out).toContain(`refused as no digit: ${refusals.refused.length} of them`);
});

test('a terminal shows the ten digits', async () => {
  const { out } = await run(['sevenseg', '--model', model('relu')], { stdout: { isTTY: true, columns: 100 } });
  expect(out).toContain('▀');
});

test('a model of other images has segments of its size, one of other classes is refused', async () => {
  await startBackend('wasm');
  const own = async (units: number): Promise<string> => {
    const net = sequential({
      layers: [layers.flatten({ inputShape: [20, 24, 3] }), layers.dense({ units, activation: 'softmax' })],
    });
    const path = await saveModel(net, folder.at(`own-${units}`));
    net.dispose();
    return path;
  };
  const save = folder.at('own.safetensors');
  const { rows } = await json<Result>(
    'sevenseg',
    '--model',
    await own(12),
    '--save',
    save,
    '--out',
    folder.at('o.png'),
  );
  expect(rows[0].probabilities).toHaveLength(12);
  expect(tensorsOf(save).tensors.get('images')?.shape).toEqual([128, 20, 24, 3]);
  const refused = await run(['sevenseg', '--model', await own(4)]);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/^interp: the classifier has 4 classes; expected at least 10[^\n]*\n$/);
});

test.each([
  [['--length', '0'], /--length is "0"; expected a number above 0/],
  [['--thickness', '9'], /thinner than long/],
  [['--length', '20', '--thickness', '1'], /the digit reaches from 3\.5 to 24\.5 across and from -6\.5/],
  [['--shift', '1,2,3'], /--shift is "1,2,3"/],
  [['--shift', 'left'], /--shift is "left"/],
  [['--noise', '-1'], /--noise is "-1"/],
  [['--picture', 'all'], /picture/],
])('%j is wrong usage', async (args, message) => {
  const { code, out, err } = await run(['sevenseg', '--model', model('relu'), ...args]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).toMatch(/^interp: [^\n]*\n$/);
});

test('an interruption before the work keeps nothing, and no tensors are left', async () => {
  const before = tf.memory().numTensors;
  const { code, out } = await run(['sevenseg', '--model', model('relu')], { signal: AbortSignal.abort() });
  expect({ code, out }).toEqual({ code: 130, out: '' });
  await run(['sevenseg', '--model', model('relu')]);
  expect(tf.memory().numTensors).toBe(before);
});
