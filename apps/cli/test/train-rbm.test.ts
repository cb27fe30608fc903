import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { fingerprint } from '@interp/training/internal';
import { thesisRecipe } from '@interp/rbm';
import { interruptedTraining, json, newFolder, run, tensorsOf } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const data = ['--data', folder.at('mnist')];
const train = ['train', 'rbm', ...data, '--hidden', '6', '--epochs', '3', '--batch', '16', '--checkpoint-every', '2'];

interface EpochRecord {
  readonly epoch: number;
  readonly reconstruction: number;
  readonly freeEnergyGap?: number;
  readonly logLikelihood?: number;
  readonly validationLogLikelihood?: number;
}
interface Report {
  readonly history: readonly EpochRecord[];
  readonly ended: string;
  readonly rbm: string;
  readonly test: {
    readonly n: number;
    readonly logDensity: { readonly digits: number; readonly black: number };
    readonly logZ?: number;
    readonly logLikelihood?: number;
  };
}

const parsed = (text: string): Report => JSON.parse(text) as Report;
const weights = (out: string): Buffer => readFileSync(join(out, 'rbm.safetensors'));
const trained = async (...args: string[]): Promise<Report> => {
  const { code, out, err } = await run([...args, '--json', '--quiet']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return parsed(out);
};

describe('train rbm', () => {
  const whole = folder.at('whole');
  let report: Report;
  beforeAll(async () => {
    const { code, out, err } = await run([...train, '--out', whole, '--save', folder.at('w.safetensors'), '--json']);
    expect({ code, last: err.split('\n').at(-2) }).toMatchObject({ code: 0 });
    expect(
      err.match(/^epoch \d of 3: reconstruction [\d.]+, free-energy gap .* on validation images, /gm),
    ).toHaveLength(3);
    report = parsed(out);
  });

  test('says how it went, after each epoch and in the end', () => {
    expect(report.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const record of report.history)
      for (const name of ['reconstruction', 'freeEnergyGap', 'logLikelihood', 'validationLogLikelihood'] as const)
        expect(Number.isFinite(record[name])).toBe(true);
    expect(report).toMatchObject({ ended: 'finished', rbm: join(whole, 'rbm.safetensors'), test: { n: 30 } });
    expect(parsed(readFileSync(join(whole, 'training.json'), 'utf8'))).toEqual(report);
    for (const name of ['filters.png', 'training.png'])
      expect(readFileSync(join(whole, name)).subarray(1, 4).toString()).toBe('PNG');
  });

  test('makes an RBM that evaluates as it said, and whose tensors it saves', async () => {
    const result = await json<Report['test']>('rbm', 'evaluate', ...data, '--model', report.rbm, '--no-baselines');
    expect(result.logZ).toBeCloseTo(report.test.logZ!, 6);
    expect(result.logDensity).toEqual(report.test.logDensity);
    const { tensors, metadata } = tensorsOf(folder.at('w.safetensors'));
    expect(metadata.get('variant')).toBe('cho');
    expect([...tensors].map(([name, { shape }]) => `${name} ${shape.join('x')}`)).toEqual([
      'W 784x6',
      'b_visible 784',
      'c_hidden 6',
      'sigma 784',
    ]);
  });

  test('an interruption keeps a checkpoint, and resuming gives the very weights', async () => {
    const out = folder.at('interrupted');
    const [first, again] = await interruptedTraining(train, out);
    expect(first.code).toBe(130);
    expect(parsed(first.out)).toMatchObject({ ended: 'stopped' });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toMatch(/add --resume/);
    const { history } = await trained(...train, '--out', out, '--resume');
    expect(history).toHaveLength(3);
    expect(weights(out).equals(weights(whole))).toBe(true);
  });

  test('resuming without a checkpoint starts anew, with a damaged or another one it refuses', async () => {
    const out = folder.at('anew');
    const fresh = await run([...train, '--out', out, '--resume']);
    expect(fresh.code).toBe(0);
    expect(fresh.err).toContain('has no checkpoint');
    expect(weights(out).equals(weights(whole))).toBe(true);
    const other = await run([...train, '--out', out, '--resume', '--rate', '0.1']);
    expect(other).toMatchObject({ code: 2 });
    expect(other.err).toMatch(
      /^interp: the checkpoint in \S+ was made with other options: --rate 0\.005 → 0\.1; resume with those[^\n]* another --out\n$/,
    );
    const sized = await run([...train, '--out', out, '--resume', '--hidden', '7']);
    expect(sized.code).toBe(1);
    expect(sized.err).toMatch(
      /: --hidden, --variant, --sigma cho 784 x 6[^\n,;]* → cho 784 x 7[^\n,;]*; resume [^\n]*\n$/,
    );
    const file = join(out, 'checkpoint.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    const damaged = await run([...train, '--out', out, '--resume']);
    expect(damaged).toMatchObject({ code: 1 });
    expect(damaged.err).toMatch(/^interp: [^\n]+\n$/);
  });

  test('a finished training is replaced with a word about it', async () => {
    const out = folder.at('again');
    const short = [...train, '--epochs', '1', '--limit', '16', '--out', out];
    expect((await run(short)).err).not.toContain('replaced');
    expect((await run(short)).err).toContain(`${out} holds a finished training: it is replaced\n`);
  });

  test.each([
    ['binary', 'pt', '--k', '2', '--chains', '4', '--temperatures', '3', '--centre', 'visible'],
    ['krizhevsky', 'cd', '--k', '2', '--momentum', '0.5', '--weight-decay', '0.001', '--schedule', 'constant'],
    ['goodfellow', 'pcd', '--chains', '8', '--sigma', '0.6', '--sigma-floor', '0.4', '--fixed-sigma'],
    ['cho', 'pcd', '--one-sigma', '--centre', 'both', '--seed', '3'],
  ])('%s by %s, every option by its name', async (variant, trainer, ...more) => {
    const out = folder.at(`${variant}-${trainer}`);
    const args = ['--variant', variant, '--trainer', trainer, '--epochs', '2', '--limit', '40', '--out', out];
    const { history, test: result } = await trained(...train, ...args, ...more);
    expect(history).toHaveLength(2);
    expect(Number.isFinite(result.logLikelihood)).toBe(true);
    expect(tensorsOf(join(out, 'rbm.safetensors')).metadata.get('variant')).toBe(variant);
  });

  test('more hidden units than can be enumerated: no exact likelihood', async () => {
    const args = ['--hidden', '30', '--epochs', '1', '--out', folder.at('thirty')];
    const { history, test: result } = await trained(...train, ...args);
    expect(history[0]).not.toHaveProperty('logLikelihood');
    expect(result).not.toHaveProperty('logZ');
    expect(Number.isFinite(result.logDensity.black)).toBe(true);
  });

  test('a number that is finite no more ends it, names itself, and the last good checkpoint stays', async () => {
    const out = folder.at('burst');
    const args = ['--rate', '1000', '--checkpoint-every', '1', '--out', out];
    const { code, out: printed, err } = await run([...train, ...args, '--quiet']);
    expect([code, printed]).toEqual([1, '']);
    expect(err).toMatch(/^interp: (weights|visibleBias|hiddenBias|logPrecision) is not finite after step \d+[^\n]+\n$/);
    const [, step] = /checkpoint\.safetensors is that of step (\d+)\n$/.exec(err) ?? [];
    const { tensors, metadata } = tensorsOf(join(out, 'checkpoint.safetensors'));
    expect((JSON.parse(metadata.get('progress')!) as { step: number }).step).toBe(Number(step));
    for (const { data: values } of tensors.values()) expect((values as Float32Array).every(Number.isFinite)).toBe(true);
    const resumed = await run([...train, ...args, '--resume', '--quiet']);
    expect(resumed.err).toMatch(/is not finite after step/);
  });

  test('leaves no tensors', async () => {
    const args = [...train, '--epochs', '1', '--out'];
    await trained(...args, folder.at('leak-1'));
    const before = tf.memory().numTensors;
    await trained(...args, folder.at('leak-2'));
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each<[string, string[], number, RegExp]>([
  ['no hidden units', ['--hidden', '0'], 2, /--hidden is "0"; expected a whole number from 1 to 10000/],
  ['no Gibbs steps', ['--k', '0'], 2, /--k is "0"; expected a whole number of at least 1/],
  ['an unknown variant', ['--variant', 'ising'], 2, /'ising' is invalid[^\n]*binary, cho, krizhevsky, goodfellow/],
  ['an unknown trainer', ['--trainer', 'adam'], 2, /cd, pcd, pt/],
  ['chains of cd', ['--trainer', 'cd', '--chains', '3'], 2, /--chains means nothing to --trainer cd/],
  ['temperatures of pcd', ['--temperatures', '3'], 2, /--temperatures means nothing to --trainer pcd/],
  ['σ of binary units', ['--variant', 'binary', '--sigma', '1'], 2, /--sigma means nothing to --variant binary/],
  ['a σ below the lowest', ['--sigma', '0.1'], 2, /--sigma is 0\.1, below the lowest of 0\.3/],
  ['a rate of 0', ['--rate', '0'], 2, /--rate is "0"/],
  ['a picture as folder', ['--out', folder.at('x.png')], 2, /expected a folder for the RBM/],
  ['no data set', ['--data', folder.at('nowhere')], 1, /MNIST is not in [^\n]+run interp data fetch/],
])('%s: one line and no folder', async (_, args, expected, message) => {
  const { code, out, err } = await run([...train, '--out', folder.at('never'), ...args]);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([expected, '']);
  expect(folder.files()).not.toContain('never');
});

test("the thesis' recipe is the package's, to the option; what is given beside it takes its place", async () => {
  const made = async (...args: string[]): Promise<Record<string, string>> => {
    const out = folder.at(`recipe${args.length}`);
    await trained('train', 'rbm', ...data, '--recipe', 'thesis', '--epochs', '1', ...args, '--out', out);
    const text = tensorsOf(join(out, 'checkpoint.safetensors')).metadata.get('fingerprint')!;
    return JSON.parse(text) as Record<string, string>;
  };
  const found = await made();
  const { training } = thesisRecipe;
  const expected = await fingerprint({ ...training, epochs: 1 });
  for (const name of Object.keys(training))
    if (name !== 'rates') expect([name, found[name]]).toEqual([name, expected[name]]);
  expect(found.rates).toMatch(/logPrecision\D+0\b/);
  expect(found.model).toMatch(/^cho 784 x 8 /);
  const changed = await made('--hidden', '3', '--k', '2', '--schedule', 'linear', '--fixed-sigma', '--centre', 'both');
  expect(changed.model).toMatch(/^cho 784 x 3 /);
  expect(changed).toMatchObject({ trainer: 'cd {"k":2}', learnSigma: 'false', centre: 'both', batch: found.batch });
  expect(changed.schedule).toMatch(/^linear/);
});
