import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interruptedTraining, json, newFolder, run, tensorsOf, weightsOf } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const data = ['--data', folder.at('mnist')];
const train = ['train', 'gan', ...data, '--epochs', '3', '--batch', '16', '--checkpoint-every', '2', '--seed', '4'];

interface Report {
  readonly history: readonly { readonly epoch: number; readonly generatorLoss: number }[];
  readonly ended: string;
  readonly digits: string;
  readonly evaluation: { readonly coverage: readonly number[]; readonly frechet: number; readonly floor: number };
  readonly generator: string;
}

describe('train gan', () => {
  const whole = folder.at('whole');
  let report: Report;
  beforeAll(async () => {
    const { code, out, err } = await run([...train, '--out', whole, '--save', folder.at('w.safetensors'), '--json']);
    expect({ code, lines: err.match(/^epoch \d of 3: discriminator /gm)?.length }).toEqual({ code: 0, lines: 3 });
    report = JSON.parse(out) as Report;
  });

  test('says how it went, and keeps both networks', () => {
    expect(report.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect([report.ended, report.digits]).toEqual(['finished', 'MNIST']);
    expect(report.evaluation.coverage).toHaveLength(10);
    expect(report.evaluation.frechet).toBeGreaterThan(report.evaluation.floor);
    for (const file of ['training.json', 'training.png', 'checkpoint.safetensors', 'discriminator/model.json'])
      expect(existsSync(join(whole, file))).toBe(true);
    const names = [...tensorsOf(folder.at('w.safetensors')).tensors.keys()];
    expect(names).toEqual(expect.arrayContaining(['generator.pixels.kernel', 'discriminator.logit.bias']));
  });

  test('an interruption keeps a checkpoint, and resuming gives the very weights', async () => {
    const out = folder.at('interrupted');
    const [first, again] = await interruptedTraining(train, out);
    expect(first.code).toBe(130);
    expect(JSON.parse(first.out)).toMatchObject({ ended: 'stopped' });
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toMatch(/add --resume/);
    const other = await run([...train, '--out', out, '--resume', '--rate', '0.1', '--loss', 'hinge']);
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toMatch(/: --loss non-saturating → hinge, --rate 0\.0002 → 0\.1; resume [^\n]*\n$/);
    const resumed = await run([...train, '--out', out, '--resume', '--json']);
    expect(resumed.code).toBe(0);
    expect(weightsOf(out).equals(weightsOf(whole))).toBe(true);
  });

  test('what it makes can be sampled, its way be looked at', async () => {
    const model = join(whole, 'model.json');
    const save = folder.at('samples.safetensors');
    const { counts } = await json<{ counts: number[] }>(
      'gan',
      'sample',
      '--model',
      model,
      '--count',
      '7',
      '--save',
      save,
    );
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(7);
    const { tensors } = tensorsOf(save);
    expect([tensors.get('images')?.shape, tensors.get('latent')?.shape]).toEqual([
      [7, 28, 28, 1],
      [7, 64],
    ]);
    const [picture, gif] = [folder.at('way.png'), folder.at('way.gif')];
    const history = ['gan', 'history', whole, '--out', picture, '--animation', gif];
    await run(history);
    const { code, out } = await run(history);
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toContain('after 0, 15 steps');
    expect(readFileSync(gif).subarray(0, 6).toString()).toBe('GIF89a');
  });

  const wrong: readonly (readonly [string[], RegExp])[] = [
    [['--loss', 'wgan-gp', '--smoothing', '0.1'], /leave it out/],
    [['--penalty', 'none', '--gamma', '2'], /leave it out/],
    [['--out', 'x.png'], /expected a folder/],
    [['--epochs', '0'], /at least 1/],
    [['--loss', 'best'], /Allowed choices/],
  ];
  test.each(wrong)('%j is wrong usage', async (args, said) => {
    const { code, err } = await run([...train, '--out', folder.at('wrong'), ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
  });
});

describe('the generator that ships', () => {
  test('makes the same digits for the same seed, and walks from one to the next', async () => {
    const samples = ['gan', 'sample', '--count', '3', '--seed', '5'];
    const [a, b] = [await json(...samples), await json(...samples)];
    expect({ ...(b as object), seconds: 0 }).toEqual({ ...(a as object), seconds: 0 });
    const save = folder.at('walk.safetensors');
    const { code } = await run(['gan', 'sample', '--walk', '4', '--count', '3', '--seed', '5', '--save', save]);
    expect(code).toBe(0);
    const { tensors } = tensorsOf(save);
    expect(tensors.get('images')?.shape).toEqual([8, 28, 28, 1]);
    const latent = tensors.get('latent')?.data as Float32Array;
    latent.subarray(3 * 64, 4 * 64).forEach((value, i) => expect(latent[4 * 64 + i]).toBeCloseTo(value, 5));
  });

  test('shows its training without MNIST', async () => {
    const { steps, count } = await json<{ steps: number[]; count: number }>('gan', 'history');
    expect([steps[0], count]).toEqual([0, 10]);
    const { code, err } = await run(['gan', 'history', folder.at('nowhere')]);
    expect(code).toBe(1);
    expect(err).toContain('expected the folder of interp train gan');
    expect((await run(['gan', 'history', '--animation', 'x.mp4'])).code).toBe(2);
  });

  test('is evaluated on MNIST, or on drawn digits with a note', async () => {
    const args = ['gan', 'evaluate', '--count', '200', '--neighbours', '5'];
    const found = await json<Record<string, unknown>>(...args, ...data);
    expect(found).toMatchObject({ n: 200, digits: 'MNIST', neighbours: { n: 5 }, realNeighbours: { n: 5 } });
    const { out, code } = await run([...args, '--drawn', '--json']);
    expect({ code, digits: (JSON.parse(out) as { digits: string }).digits }).toEqual({ code: 0, digits: 'drawn' });
    const nowhere = await run([...args, '--data', folder.at('nowhere')]);
    expect(nowhere.code).toBe(1);
  });

  test('another name is refused', async () => {
    expect((await run(['gan', 'sample', '--model', 'nothing'])).code).not.toBe(0);
  });
});
