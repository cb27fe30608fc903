import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '@interp/training/internal';
import { thesisRecipe, trainOptions } from '@interp/lenet';
import { interruptedTraining, json, newFolder, run, tensorsOf, weightsOf } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const data = ['--data', folder.at('mnist')];
const train = ['train', 'lenet', ...data, '--epochs', '3', '--batch', '16', '--checkpoint-every', '2', '--seed', '4'];

interface Report {
  readonly history: readonly { readonly epoch: number; readonly loss: number }[];
  readonly ended: string;
  readonly test: { readonly accuracy: number; readonly perClass: readonly (number | null)[]; readonly n: number };
  readonly model: string;
  readonly seconds: number;
}

const parsed = (text: string): Report => JSON.parse(text) as Report;

describe('train lenet', () => {
  const whole = folder.at('whole');
  let report: Report;
  beforeAll(async () => {
    const { code, out, err } = await run([
      ...train,
      '--out',
      whole,
      '--save',
      folder.at('torch.safetensors'),
      '--json',
    ]);
    expect({ code, last: err.split('\n').at(-2) }).toMatchObject({ code: 0 });
    expect(err.match(/^epoch \d of 3: loss /gm)).toHaveLength(3);
    report = parsed(out);
  });

  test('says how it went', () => {
    expect(report.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(report.ended).toBe('finished');
    expect(report.test).toMatchObject({ n: 30 });
    expect(report.test.perClass).toHaveLength(10);
    expect(parsed(readFileSync(join(whole, 'training.json'), 'utf8'))).toEqual(report);
  });

  test('saves a model that evaluates as it said, in both formats', async () => {
    const torch = folder.at('torch.safetensors');
    expect(tensorsOf(torch).metadata.get('activation')).toBe('sigmoid');
    for (const model of [report.model, torch]) {
      const { accuracy } = await json<{ accuracy: number }>('evaluate', ...data, '--model', model);
      expect(accuracy).toBeCloseTo(report.test.accuracy, 8);
    }
  });

  test('an interruption keeps a checkpoint, and resuming gives the very weights', async () => {
    const out = folder.at('interrupted');
    const [first, again] = await interruptedTraining(train, out);
    expect(first.code).toBe(130);
    expect(parsed(first.out)).toMatchObject({ ended: 'stopped' });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toMatch(/add --resume/);
    const resumed = await run([...train, '--out', out, '--resume', '--json']);
    expect(resumed.code).toBe(0);
    expect(parsed(resumed.out).history).toHaveLength(3);
    expect(weightsOf(out).equals(weightsOf(whole))).toBe(true);
  });

  test('resuming without a checkpoint starts anew, with a damaged or another one it refuses', async () => {
    const out = folder.at('anew');
    const fresh = await run([...train, '--out', out, '--resume']);
    expect(fresh.code).toBe(0);
    expect(fresh.err).toContain('has no checkpoint');
    expect(weightsOf(out).equals(weightsOf(whole))).toBe(true);
    const other = await run([...train, '--out', out, '--resume', '--epochs', '4', '--batch', '60']);
    expect(other).toMatchObject({ code: 2 });
    expect(other.err).toMatch(/: --epochs 3 → 4, --batch \d+ → 60; resume [^\n]*\n$/);
    const file = join(out, 'checkpoint.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    const damaged = await run([...train, '--out', out, '--resume']);
    expect(damaged).toMatchObject({ code: 1 });
    expect(damaged.err).toMatch(/^interp: [^\n]+\n$/);
  });

  test('takes every option by its name', async () => {
    const options =
      '--activation relu --loss mean-squared-error --optimizer sgd --momentum 0.9 --rate 0.05 --schedule cosine --weight-decay 0.001';
    const more = '--shift 1 --rotate 5 --validation 0.2 --patience 2 --limit 40';
    const { code, out } = await run([
      ...train,
      ...options.split(' '),
      ...more.split(' '),
      '--out',
      folder.at('all'),
      '--json',
    ]);
    expect(code).toBe(0);
    expect(parsed(out).history[0]).toHaveProperty('validation.accuracy');
  });
});

describe('a recipe', () => {
  /** What a checkpoint was made with, an option a text. */
  const madeWith = (out: string): Record<string, string> =>
    JSON.parse(tensorsOf(join(out, 'checkpoint.safetensors')).metadata.get('fingerprint')!) as Record<string, string>;
  const thesis = ['train', 'lenet', ...data, '--recipe', 'thesis', '--limit', '24', '--quiet'];

  test("thesis is the package's, to the option; what is given beside it takes its place", async () => {
    const [whole, changed] = [folder.at('recipe'), folder.at('recipe-changed')];
    expect((await run([...thesis, '--epochs', '1', '--seed', '3', '--out', whole])).code).toBe(0);
    const options = { ...trainOptions.defaults, ...thesisRecipe.training, epochs: 1, seed: 3 };
    const expected = await fingerprint(options);
    const found = Object.fromEntries(
      Object.entries(madeWith(whole)).filter(([name]) => name !== 'model' && name !== 'data'),
    );
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, expected[name] ?? 'none'])));
    expect(found).toMatchObject({
      batch: '4',
      targetAccuracy: '0.955',
      optimizer: expect.stringContaining('0.9') as string,
    });
    const own = ['--epochs', '1', '--momentum', '0.5', '--rate', '0.01', '--schedule', 'cosine', '--batch', '8'];
    const more = ['--target-accuracy', '0.1', '--initialization', 'glorot', '--activation', 'relu', '--seed', '3'];
    expect((await run([...thesis, ...own, ...more, '--out', changed])).code).toBe(0);
    const after = madeWith(changed);
    expect(after).toMatchObject({ batch: '8', rate: '0.01', targetAccuracy: '0.1', loss: found.loss });
    expect([after.optimizer, after.schedule].join()).toMatch(/^sgd .*0\.5.*cosine/);
  });

  test.each([
    ['a target without images to reach it on', [...train, '--target-accuracy', '0.9']],
    ['a target over 1', [...train, '--validation', '0.2', '--target-accuracy', '1.1']],
    ['another recipe', ['train', 'lenet', '--recipe', 'hers']],
    ['another initialization', [...train, '--initialization', 'he']],
  ])('%s is refused', async (_, args) => {
    const { code, err } = await run([...args, '--out', folder.at('refused')]);
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(/^interp: [^\n]+\n$/);
  });
});

test('a finished training is replaced with a word about it', async () => {
  const out = folder.at('again');
  const short = [...train, '--epochs', '1', '--limit', '16', '--out', out];
  expect((await run(short)).err).not.toContain('replaced');
  const { code, err } = await run(short);
  expect(code).toBe(0);
  expect(err).toContain(`${out} holds a finished training: it is replaced\n`);
});

test('no data set: one line and no folder', async () => {
  const { code, err } = await run(['train', 'lenet', '--data', folder.at('nowhere'), '--out', folder.at('never')]);
  expect(code).toBe(1);
  expect(err).toMatch(/^interp: MNIST is not in [^\n]+run interp data fetch[^\n]*\n$/);
  expect(folder.files()).not.toContain('never');
});
