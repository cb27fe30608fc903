import { writeFileSync } from 'node:fs';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const net = ['prototype', '--model', model('sigmoid'), '--class', '5'];

interface Row {
  readonly class: number;
  readonly probability: number;
  readonly objective: number;
  readonly steps: number;
  readonly seconds: number;
  readonly logProbability?: number;
  readonly logDensity?: number;
  readonly history?: readonly { readonly by?: string; readonly probability: number; readonly logDensity?: number }[];
  readonly judge: { readonly class: number; readonly probability: number };
}

test('background is added to a blank image, P rises with every change, and the image is of two values', async () => {
  const save = folder.at('blank.safetensors');
  const [row] = await json<Row[]>(...net, '--method', 'background', '--save', save);
  expect(row.history).toHaveLength(row.steps + 1);
  const rise = row.history!.map(({ probability }) => probability);
  expect(rise).toEqual(rise.toSorted((a, b) => a - b));
  expect(row.probability).toBe(rise.at(-1));
  expect(row.objective).toBe(row.probability);
  expect(new Set(tensorsOf(save).tensors.get('prototypes')!.data as Float32Array)).toEqual(new Set([0, -1]));
});

test('background with options of its own, in turn with activation maximisation', async () => {
  const args = ['--method', 'background', '--init', 'sample:5', '--side', '7', '--background', '0.5', '--passes', '1'];
  const [row] = await json<Row[]>(...net, ...args, '--order', 'random', '--alternate', '2', '--steps', '3');
  expect(row.history!.filter(({ by }) => by === 'ascent')).toHaveLength(2);
});

test('an expert: the two terms apart, a smaller weight gives a surer network', async () => {
  const expert = ['--method', 'expert', '--init', 'sample:5', '--steps', '60'];
  const [one] = await json<Row[]>(...net, ...expert);
  const [small] = await json<Row[]>(...net, ...expert, '--gamma', '0.05', '--expert', 'rbm-8');
  expect(one.objective).toBeCloseTo(one.logProbability! + one.logDensity!, 7);
  expect(small.objective).toBeCloseTo(small.logProbability! + 0.05 * small.logDensity!, 7);
  expect(small.probability).toBeGreaterThan(one.probability);
  expect(one.history).toHaveLength(61);
  expect(one.logDensity).toBeGreaterThan(one.history![0].logDensity!);
});

test('the expert of a file, any ascent, restarts', async () => {
  const file = new URL('../../../packages/pretrained/weights/rbm-8/rbm.safetensors', import.meta.url).pathname;
  const args = ['--method', 'expert', '--steps', '5', '--optimizer', 'plain', '--rate', '0.01', '--restarts', '2'];
  const [row] = await json<Row[]>(...net, ...args, '--expert', file);
  const [same] = await json<Row[]>(...net, ...args);
  expect({ ...row, seconds: 0 }).toEqual({ ...same, seconds: 0 });
});

test.each<[string, string[], number, RegExp]>([
  ['γ without an expert', ['--gamma', '1'], 2, /--gamma means nothing to am/],
  ['λ with an expert', ['--method', 'expert', '--lambda', '1'], 2, /--lambda means nothing to expert/],
  ['an odd one of noise', ['--pick', 'odd'], 2, /--pick odd means nothing to am/],
  ['a decoder without its method', ['--decoder', 'generator'], 2, /--decoder means nothing to am/],
  ['restarts of background', ['--method', 'background', '--restarts', '2'], 2, /--restarts means nothing/],
  ['steps of background alone', ['--method', 'background', '--steps', '2'], 2, /without --alternate/],
  ['patches of no size', ['--method', 'background', '--side', '0'], 2, /--side is "0"/],
  ['a negative weight', ['--method', 'expert', '--gamma', '-1'], 2, /--gamma is "-1"/],
  ['a background out of range', ['--method', 'background', '--background', '-3'], 2, /the background is -3/],
  ['no such expert', ['--method', 'expert', '--expert', 'rbm-9'], 1, /"rbm-9" cannot be read; expected rbm-8/],
  ['a binary expert', ['--method', 'expert', '--expert', 'rbm-binary'], 1, /Gaussian visible units/],
])('%s is refused', async (_, args, expected, message) => {
  const { code, out, err } = await run([...net, ...args, '--quiet']);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([expected, '']);
});

test('a file that holds no expert is refused', async () => {
  writeFileSync(folder.at('text.safetensors'), 'no RBM');
  const { code, err } = await run([...net, '--method', 'expert', '--expert', folder.at('text.safetensors')]);
  expect(code).toBe(1);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
});
