import { readFileSync, writeFileSync } from 'node:fs';
import { InterpError } from '@interp/core';
import { float32Entry, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { goldenSets } from '@interp/testing/goldens';
import { missing } from '../src/commands/rbm/evaluate/run.js';
import { readDigits } from '../src/inputs/digits.js';
import { tinyMnist } from './tiny-mnist.js';
import { golden, json, memory, newFolder, run, tensorsOf } from './run.js';
import { refusal } from '@interp/testing/refusal';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const digits = ['--data', folder.at('mnist'), '--limit', '20'];

interface Levels {
  readonly digits: number;
  readonly black: number;
  readonly grey: number;
  readonly white: number;
}
interface AisRun {
  readonly logZ: number;
  readonly standardError: number;
  readonly effectiveSampleSize: number;
}
interface Evaluation {
  readonly variant: string;
  readonly hidden: number;
  readonly data: string;
  readonly n: number;
  readonly logZ: number;
  readonly logZLow: number;
  readonly logZHigh: number;
  readonly method: 'exact' | 'ais';
  readonly how: string;
  readonly ais?: { readonly temperatures: number; readonly forward: AisRun; readonly reverse: AisRun };
  readonly warning?: string;
  readonly logDensity: Levels;
  readonly logLikelihood: Levels;
  readonly baselines: readonly { readonly name: string; readonly logLikelihood: Levels }[];
  readonly claim: {
    readonly blank: string;
    readonly lead: number;
    readonly agrees?: boolean;
    readonly verdict: string;
  };
}

/** A small RBM of 784 visible units in a file, each tensor replaceable. */
const file = (name: string, hidden: number, others: Record<string, SafetensorsEntry> = {}, variant = 'cho'): string => {
  const tensors: Record<string, SafetensorsEntry> = {
    W: float32Entry([784, hidden], new Float32Array(784 * hidden).fill(0.001)),
    b_visible: float32Entry([784], new Float32Array(784).fill(-0.8)),
    c_hidden: float32Entry([hidden], new Float32Array(hidden)),
    sigma: float32Entry([1], [0.5]),
    ...others,
  };
  writeFileSync(folder.at(name), writeSafetensors(Object.entries(tensors), [['variant', variant]]));
  return folder.at(name);
};

describe('rbm evaluate', () => {
  const files = goldenSets.flatMap((set) =>
    ['rbm-gaussian', 'rbm-binary'].filter((name) => set.has(name)).map((name) => [set.name, name, set] as const),
  );

  test.each(files)("%s, %s: PyDeep's log Z", async (_, name, set) => {
    const { tensors, metadata } = set.read(name);
    const path = folder.at(`${name}.safetensors`);
    writeFileSync(path, writeSafetensors(tensors, metadata));
    const exact = Number((JSON.parse(metadata.get('scalars')!) as Record<string, string>)['log_z']);
    const result = await json<Evaluation>('rbm', 'evaluate', '--model', path, ...digits, '--no-baselines');
    expect(result).toMatchObject({ method: 'exact', how: 'exact, over 2^8 states', hidden: 8, n: 20, data: 'MNIST' });
    expect(Math.abs(result.logZ / exact - 1)).toBeLessThan(1e-6);
    expect([result.logZLow, result.logZHigh]).toEqual([result.logZ, result.logZ]);
    for (const key of ['digits', 'black', 'grey', 'white'] as const)
      expect(result.logLikelihood[key]).toBeCloseTo(result.logDensity[key] - result.logZ, 3);
  });

  test('log Z estimated from both sides, with what that rests on', async () => {
    const args = ['rbm', 'evaluate', '--model', golden('rbm-gaussian'), ...digits, '--no-baselines'];
    const exact = await json<Evaluation>(...args);
    const result = await json<Evaluation>(...args, '--method', 'ais', '--steps', '1000', '--chains', '50');
    expect(result).toMatchObject({ method: 'ais', ais: { temperatures: 1000, chains: 50, samples: 'exact' } });
    expect(Math.abs(result.logZ - exact.logZ)).toBeLessThan(3);
    expect(result.logZLow).toBeLessThan(result.logZHigh);
    for (const { standardError, effectiveSampleSize } of [result.ais!.forward, result.ais!.reverse]) {
      expect(standardError).toBeGreaterThan(0);
      expect(effectiveSampleSize).toBeGreaterThanOrEqual(1);
    }
    expect(result.logDensity).toEqual(exact.logDensity);
  });

  test('too few temperatures: a warning in the document and on standard error', async () => {
    const args = ['rbm', 'evaluate', ...digits, '--no-baselines', '--steps', '2', '--chains', '2', '--json'];
    const { code, out, err } = await run(args);
    expect(code).toBe(0);
    const { warning, hidden, method } = JSON.parse(out) as Evaluation;
    expect([hidden, method]).toEqual([100, 'ais']);
    expect(warning).toMatch(/differ by [\d.-]+ nats, more than 1; use more temperatures/);
    expect(err).toContain(`warning: ${warning}`);
  });

  test('simpler densities beside, the verdict, log-densities to keep, a histogram', async () => {
    const [save, out] = [folder.at('logs.safetensors'), folder.at('histogram.svg')];
    const args = ['rbm', 'evaluate', '--model', 'rbm-8', ...digits, '--save', save, '--out', out];
    const result = await json<Evaluation>(...args);
    expect(result.baselines.map(({ name }) => name)).toEqual(['independent pixels', 'principal components, 8']);
    for (const { logLikelihood } of result.baselines)
      for (const value of Object.values(logLikelihood)) expect(Number.isFinite(value)).toBe(true);
    expect(result.logDensity.black).toBeCloseTo(-80.33, 1);
    expect(result.logZ).toBeCloseTo(34.507, 2);
    expect(result.claim.blank).toBe('black');
    expect(result.claim.lead).toBeCloseTo(result.logDensity.black - result.logDensity.digits, 3);
    expect(result.claim.verdict).toContain('the thesis has the blank image below the data at 8 hidden units');
    const logs = tensorsOf(save).tensors.get('logDensity')!;
    expect(logs.shape).toEqual([20]);
    const mean = (logs.data as Float32Array).reduce((sum, value) => sum + value, 0) / 20;
    expect(result.logDensity.digits).toBeCloseTo(mean, 3);
    expect(readFileSync(out, 'utf8')).toContain('black image, rbm-8');
    const before = tf.memory().numTensors;
    const { out: text } = await run(args.slice(0, 8));
    expect(tf.memory().numTensors).toBe(before);
    expect(text).toMatch(/log Z 34\.507 \(exact, over 2\^8 states\)\n +digits +black +grey +white\nlog p\* /);
  });

  test('binary visible units: black is 0, independent pixels are bits', async () => {
    const result = await json<Evaluation>('rbm', 'evaluate', '--model', golden('rbm-binary'), ...digits);
    expect(result.variant).toBe('binary');
    expect(result.baselines.map(({ name }) => name)).toEqual(['independent pixels']);
    expect(result.baselines[0].logLikelihood.digits).toBeLessThan(0);
    expect(result.claim.agrees).toBeUndefined();
  });

  test('leaves no tensors', async () => {
    const args = ['rbm', 'evaluate', '--model', golden('rbm-gaussian'), ...digits, '--no-baselines', '--quiet'];
    expect((await run(args)).err).toBe('');
    const before = tf.memory().numTensors;
    await run(args);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('an interruption ends it in one line', async () => {
    const { code, err } = await run(['rbm', 'evaluate', ...digits], { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(err).toMatch(/^interp: interrupted before [^\n]+\n$/);
  });
});

test('where MNIST is nowhere, digits are drawn and that is said; where a folder was named, it is missed', async () => {
  const notes = memory();
  const find = () => Promise.reject(new InterpError('not-found', 'MNIST is not in a; run interp data fetch'));
  const job = { env: {}, note: (text: string) => notes.write(`${text}\n`) };
  const { source, train, test: others } = await readDigits({}, job, { missing, find });
  expect([source, train.size, others.size]).toEqual(['drawn', 1000, 500]);
  expect(notes.text).toMatch(/^MNIST is not here: digits drawn by code take its place[^\n]+\n$/);
  expect(await refusal(() => readDigits({}, job, { find }))).toBe('not-found');
  expect(await refusal(() => readDigits({ data: folder.path }, job, { missing, find }))).toBe('not-found');
});

interface Samples {
  readonly steps: number;
  readonly samples: readonly {
    readonly input: string;
    readonly before: { readonly logDensity: number };
    readonly after: { readonly logDensity: number };
    readonly active: number;
  }[];
}

describe('rbm sample', () => {
  test('images that other commands read, with their starts and states', async () => {
    const save = folder.at('samples.safetensors');
    const result = await json<Samples>('rbm', 'sample', '--steps', '30', '--save', save, '--seed', '1');
    expect(result.steps).toBe(30);
    expect(result.samples.map(({ input }) => input)).toEqual(Array.from({ length: 10 }, (_, i) => `sample:${i}`));
    const { tensors } = tensorsOf(save);
    for (const name of ['samples', 'starts', 'visible']) expect(tensors.get(name)?.shape).toEqual([10, 28, 28, 1]);
    expect(tensors.get('hidden')?.shape).toEqual([10, 100]);
    const pixels = tensors.get('samples')!.data as Float32Array;
    expect(Math.max(...pixels.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(await json<unknown[]>('classify', `${save}#samples`)).toHaveLength(10);
    const again = await json<Samples>('rbm', 'sample', '--steps', '30', '--seed', '1');
    expect(again.samples).toEqual(result.samples);
    const other = await json<Samples>('rbm', 'sample', '--steps', '30', '--seed', '2');
    expect(other.samples).not.toEqual(result.samples);
  });

  test('from noise, as many chains as asked for, and they come to where the density is', async () => {
    const args = ['rbm', 'sample', '--model', 'rbm-8', '--init', 'random', '--count', '3', '--steps', '50'];
    const { samples } = await json<Samples>(...args);
    expect(samples.map(({ input }) => input)).toEqual(['random 0', 'random 1', 'random 2']);
    for (const { before, after } of samples) expect(after.logDensity).toBeGreaterThan(before.logDensity + 500);
  });

  test('inputs go round where more chains are asked for; the picture has a row of starts and one of samples', async () => {
    const out = folder.at('rows.svg');
    const args = ['rbm', 'sample', '--model', golden('rbm-binary'), '--init', 'sample:3', 'sample:5', '--count', '12'];
    const { samples } = await json<Samples>(...args, '--steps', '2', '--out', out);
    expect(samples.map(({ input }) => input.at(-1)).join('')).toBe('353535353535');
    const picture = readFileSync(out, 'utf8');
    expect(picture.match(/>start</g)).toHaveLength(2);
    expect(picture.match(/>after 2 steps</g)).toHaveLength(2);
  });

  test('leaves no tensors, and an interruption keeps what is done', async () => {
    const args = ['rbm', 'sample', '--model', 'rbm-8', '--steps', '3'];
    await run(args);
    const before = tf.memory().numTensors;
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out).toMatch(/10 chains in [\d.]+ s\n$/);
    expect(tf.memory().numTensors).toBe(before);
    const stopped = await run(args, { signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ code: 130, out: '' });
  });
});

describe('one line and the exit code', () => {
  const many = file('forty.safetensors', 40);
  const images = folder.at('bright.safetensors');
  writeFileSync(images, writeSafetensors([['images', float32Entry([1, 28, 28, 1], new Float32Array(784).fill(255))]]));
  const small = { W: float32Entry([10, 4], new Float32Array(40)), b_visible: float32Entry([10], new Float32Array(10)) };
  test.each<[string, string[], number, RegExp]>([
    ['no such RBM', ['rbm', 'evaluate', '--model', 'rbm-9'], 1, /"rbm-9" cannot be read; expected rbm-8, rbm-100/],
    [
      '2^40 states',
      ['rbm', 'evaluate', '--model', many, '--method', 'exact', ...digits],
      2,
      /2\^40 states; expected at most 2\^20; use --method ais/,
    ],
    ['no steps', ['rbm', 'sample', '--steps', '0'], 2, /--steps is "0"; expected a whole number of at least 1/],
    ['no chains', ['rbm', 'sample', '--count', '0'], 2, /--count is "0"/],
    ['one chain to anneal', ['rbm', 'evaluate', '--chains', '1'], 2, /--chains is "1"/],
    ['random and more', ['rbm', 'sample', '--init', 'random', 'sample:1'], 2, /random alone, or INPUTs/],
    ['pixels out of range', ['rbm', 'sample', '--init', images], 1, /from 255 to 255; expected -1 \(black\) to 1/],
    ['no such start', ['rbm', 'sample', '--init', folder.at('none.png')], 1, /cannot be read/],
    ['MNIST that is not there', ['rbm', 'evaluate', '--data', folder.path], 1, /run interp data fetch/],
    [
      'a hidden bias of another size',
      ['rbm', 'sample', '--model', file('c.safetensors', 8, { c_hidden: float32Entry([7], new Float32Array(7)) })],
      1,
      /c_hidden has 7 numbers and W 8 columns/,
    ],
    [
      'a visible bias of another size',
      ['rbm', 'sample', '--model', file('b.safetensors', 8, { b_visible: float32Entry([3], new Float32Array(3)) })],
      1,
      /the visible bias has 3 numbers; expected 784/,
    ],
    [
      'a σ of 0',
      ['rbm', 'sample', '--model', file('s.safetensors', 8, { sigma: float32Entry([1], [0]) })],
      1,
      /sigma holds 0/,
    ],
    [
      'an unknown variant',
      ['rbm', 'sample', '--model', file('v.safetensors', 8, {}, 'ising')],
      1,
      /"ising"; expected one of/,
    ],
    [
      'an RBM of something else',
      ['rbm', 'evaluate', ...digits, '--model', file('o.safetensors', 4, small)],
      1,
      /the RBM takes \[10\] and digits are \[28, 28, 1\]/,
    ],
    ['a network as RBM', ['rbm', 'evaluate', '--model', golden('model-relu')], 1, /has no tensor W/],
  ])('%s', async (_, args, expected, message) => {
    const { code, out, err } = await run([...args, '--quiet']);
    expect(err).toMatch(/^interp: [^\n]+\n$/);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([expected, '']);
  });

  test('40 hidden units go to the estimate by themselves', async () => {
    const args = ['rbm', 'evaluate', '--model', many, ...digits, '--no-baselines', '--steps', '20', '--chains', '10'];
    expect(await json<Evaluation>(...args)).toMatchObject({ method: 'ais', hidden: 40 });
  });
});
