import { existsSync, readFileSync } from 'node:fs';
import { golden, json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const images = `${golden('classify')}#images`;

interface Verdict {
  readonly class: number;
  readonly probability: number;
}
interface Document {
  readonly results: readonly {
    readonly input: string;
    readonly label: number;
    readonly before: Verdict;
    readonly after: Verdict;
    readonly outcome: 'already-wrong' | 'succeeded' | 'failed';
    readonly l2: number;
    readonly linf: number;
    readonly steps: number;
  }[];
  readonly successRate: number | null;
  readonly medianL2: number | null;
  readonly rho: number | null;
}

test.each([
  ['fgsm_linf_0.2', '--method fgsm --norm linf --epsilon 0.2'],
  ['fgm_l2_3', '--method fgsm --norm l2 --epsilon 3'],
  ['bim_linf_0.2', '--method bim --norm linf --epsilon 0.2 --steps 10'],
  ['deepfool_l2', '--method deepfool --norm l2'],
  ['deepfool_linf', '--method deepfool --norm linf'],
])('%s', async (name, flags) => {
  const save = folder.at('attack.safetensors');
  const done = await json<Document>('attack', images, '--model', model('sigmoid'), '--save', save, ...flags.split(' '));
  const theirs = tensorsOf(golden('adversarial-sigmoid')).tensors;
  const { tensors } = tensorsOf(save);
  const success = Array.from(theirs.get(`${name}.success`)!.data as Int32Array, (one) => one === 1);
  expect(done.results.map(({ label, after }) => after.class !== label)).toEqual(success);
  expect(Array.from(tensors.get('after')!.data as Int32Array)).toEqual(done.results.map(({ after }) => after.class));
  expect(Array.from(tensors.get('before')!.data as Int32Array)).toEqual(done.results.map(({ before }) => before.class));
  for (const key of ['images', 'adversarial', 'perturbation'])
    expect(tensors.get(key)!.shape).toEqual([done.results.length, 28, 28, 1]);
  const lengths = theirs.get(`${name}.norm_l2`)!.data as Float32Array;
  done.results.forEach(({ l2 }, i) => expect(Math.abs(l2 - lengths[i])).toBeLessThan(0.01 * lengths[i] + 1e-6));
  const right = done.results.filter(({ outcome }) => outcome !== 'already-wrong');
  const fooled = right.filter(({ outcome }) => outcome === 'succeeded');
  expect(done.successRate).toBeCloseTo(fooled.length / right.length, 6);
});

test('every method, a target, rounding, and what they take', async () => {
  for (const flags of [
    '--method pgd --steps 2 --restarts 2',
    '--method momentum-pgd --steps 2 --step-size 0.1',
    '--method carlini-wagner --steps 20 --searches 1 --target 0',
    '--method noise --distribution gaussian --restarts 3',
    '--form paper --candidates 3',
  ]) {
    const { results } = await json<Document>('attack', 'sample:3', 'sample:8', '--round', ...flags.split(' '));
    expect(results.map(({ label }) => label)).toEqual([3, 8]);
  }
});

test('a curve over several lengths, its picture and tensors', async () => {
  const [out, save] = [folder.at('curve.svg'), folder.at('curve.safetensors')];
  const done = await json<{
    cleanAccuracy: number;
    points: { epsilon: number; accuracy: number }[];
    results: { fooledAt: number | null }[];
  }>(
    'attack',
    images,
    '--method',
    'fgsm',
    '--epsilon',
    '0.5,0.1',
    '--model',
    model('relu'),
    '--out',
    out,
    '--save',
    save,
  );
  expect(done.points.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.5]);
  expect(done.points[1].accuracy).toBeLessThanOrEqual(done.points[0].accuracy);
  expect(done.results).toHaveLength(8);
  expect(readFileSync(out, 'utf8')).toContain('Accuracy under fgsm, 8 images');
  expect(tensorsOf(save).tensors.get('accuracy')!.shape).toEqual([2]);
  const smallest = await run(['attack', 'sample:1', '--epsilon', '1,20']);
  expect(smallest).toMatchObject({ code: 0 });
  expect(smallest.out).toContain('accuracy');
});

test('an image of the target’s class is a result of its own, and the others are attacked', async () => {
  const done = await json<{
    results: { input: string; outcome: string }[];
    succeeded: number;
    failed: number;
    alreadyTarget: number;
    alreadyWrong: number;
  }>('attack', 'sample:1', 'sample:2', 'sample:7', '--target', '2');
  expect(done.results.map(({ outcome }) => outcome === 'already-target')).toEqual([false, true, false]);
  expect(done).toMatchObject({ alreadyTarget: 1, alreadyWrong: 0 });
  expect(done.succeeded + done.failed).toBe(2);
  const { out, code } = await run(['attack', 'sample:1', 'sample:2', '--target', '2', '--epsilon', '0.1,0.2']);
  expect(code).toBe(0);
  expect(out).toContain('2 images, 0 of them wrong before, 1 of the target’s class already');
});

test('a table and a picture for people', async () => {
  const out = folder.at('attack.png');
  const { code, out: text } = await run(['attack', 'sample:7', '--out', out]);
  expect(code).toBe(0);
  expect(text).toMatch(/sample:7 +7 \(.*%\) +\d \(.*%\) +succeeded/);
  expect(text).toContain('1 of 1 fooled');
  expect(existsSync(out)).toBe(true);
});

test.each([
  ['a negative epsilon', ['--method', 'fgsm', '--epsilon', '-1'], /--epsilon/],
  ['an epsilon that is no number', ['--method', 'fgsm', '--epsilon', '0.1,much'], /--epsilon/],
  ['a target that there is not', ['--target', '12'], /class 12/],
  ['a norm without a definition', ['--norm', 'l1'], /not defined/],
  ['an option of another attack', ['--method', 'pgd', '--form', 'paper'], /--form/],
  ['an unknown attack', ['--method', 'hammer'], /hammer/],
])('%s is wrong usage', async (_, flags, message) => {
  const { code, err } = await run(['attack', 'sample:1', ...flags]);
  expect(code).toBe(2);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toMatch(message);
});
