import { readFileSync, writeFileSync } from 'node:fs';
import { float32Entry, writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { golden, json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const images = `${golden('classify')}#images`;

interface Row {
  readonly input: string;
  readonly class: number;
  readonly versus?: number;
  readonly score: number;
  readonly total: number;
  readonly ledger?: readonly Readonly<
    Record<'in' | 'out' | 'bias' | 'stabiliser' | 'empty', number> & { layer: string }
  >[];
  readonly conservationError?: number;
  readonly completenessError?: number;
}

const explained = async (
  activation: 'sigmoid' | 'relu',
  ...flags: string[]
): Promise<{ rows: Row[]; maps: Float32Array }> => {
  const save = folder.at('maps.safetensors');
  const rows = await json<Row[]>('explain', images, '--model', model(activation), '--save', save, ...flags);
  const { tensors } = tensorsOf(save);
  expect(Array.from(tensors.get('targets')!.data as Int32Array)).toEqual(rows.map((row) => row.class));
  expect(tensors.get('relevance')!.shape).toEqual([rows.length, 28, 28, 1]);
  expect(tensors.get('images')!.shape).toEqual([rows.length, 28, 28, 1]);
  return { rows, maps: tensors.get('relevance')!.data as Float32Array };
};

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

/** Image by image within a part of the largest absolute value, or within float32's own error there. */
const expectGolden = (maps: Float32Array, file: string, name: string, tolerance: number, errors: number): void => {
  const { tensors } = tensorsOf(golden(file));
  const expected = tensors.get(name)!.data as Float32Array;
  const own = tensors.get(`float32_error.${name}`)?.data as Float32Array | undefined;
  expect(maps).toHaveLength(expected.length);
  for (let i = 0; i * 784 < maps.length; i++) {
    const [a, b] = [maps, expected].map((values) => values.subarray(784 * i, 784 * (i + 1)));
    expect(largest(a.map((v, k) => v - b[k]))).toBeLessThanOrEqual(
      Math.max(tolerance * largest(b), errors * (own?.[i] ?? 0)),
    );
  }
};

describe.each(['sigmoid', 'relu'] as const)('on the %s network', (activation) => {
  test.each([
    ['sensitivity_prob', '--method sensitivity'],
    ['grad_logit', '--method gradient'],
    ['input_x_gradient', '--method gradient-x-input'],
    ['ig_black', '--method integrated-gradients'],
  ])('%s', async (name, flags) => {
    const { maps, rows } = await explained(activation, ...flags.split(' '));
    expectGolden(maps, `gradients-${activation}`, name, 1e-4, 5);
    expect(rows[0]).not.toHaveProperty('ledger');
    if (name !== 'ig_black') expect(rows[0]).not.toHaveProperty('completenessError');
  });

  test.each([
    ['alpha2_beta1', '', 'keep'],
    ['alpha2_beta1_nobias', '--rule alpha-beta --alpha 2', 'drop'],
    ['epsilon_0.1', '--rule epsilon --epsilon 0.1', 'keep'],
    ['zplus', '--rule z-plus', 'keep'],
    ['flat', '--rule flat', 'drop'],
    ['epsilon_plus', '--composite epsilon-plus', 'keep'],
    ['epsilon_gamma_box', '--composite epsilon-gamma-box', 'keep'],
  ])('%s', async (name, flags, bias) => {
    const { maps } = await explained(
      activation,
      ...flags.split(' ').filter(Boolean),
      '--bias',
      bias,
      '--empty-branch',
      'paper',
    );
    const near0 = name.startsWith('epsilon') && name !== 'epsilon_0.1';
    expectGolden(maps, `lrp-${activation}`, name, near0 ? 5e-3 : 3e-4, near0 ? 20 : 5);
  });

  test('the defaults conserve the logit, layer by layer', async () => {
    const { rows, maps } = await explained(activation, '--strict');
    rows.forEach(({ score, total, ledger, conservationError }, i) => {
      expect(Math.abs(total - score)).toBeLessThan(1e-4 * Math.abs(score));
      const sum = maps.subarray(784 * i, 784 * (i + 1)).reduce((all, value) => all + value, 0);
      expect(Math.abs(sum - score)).toBeLessThan(1e-4 * Math.abs(score));
      expect(conservationError).toBeLessThan(1e-5);
      expect(ledger!.map(({ layer }) => layer)).toContain('conv1');
      for (const row of ledger!) expect(row.in).toBeCloseTo(row.out + row.bias + row.stabiliser + row.empty, 4);
    });
  });
});

test('the box of z-box need not be given', async () => {
  const { maps } = await explained('sigmoid', '--rule', 'z-box');
  expect(maps.every(Number.isFinite)).toBe(true);
  expect(largest(maps)).toBeGreaterThan(0);
});

test.each(['smoothgrad --samples 5 --noise 0.1', 'occlusion --window 7 --stride 7', 'grad-cam --layer conv1'])(
  'also by %s',
  async (method) => {
    const { maps } = await explained('relu', '--method', ...method.split(' '));
    expect(largest(maps)).toBeGreaterThan(0);
  },
);

test('integrated gradients say how far their sum is from what the score gained', async () => {
  const black = folder.at('black.safetensors');
  writeFileSync(black, writeSafetensors([['images', float32Entry([1, 28, 28, 1], new Float32Array(784).fill(-1))]]));
  const [{ logits }] = await json<{ logits: number[] }[]>('classify', black, '--model', model('relu'));
  const { rows } = await explained('relu', '--method', 'integrated-gradients');
  for (const { class: one, score, total, completenessError } of rows)
    expect(total - completenessError!).toBeCloseTo(score - logits[one], 3);
});

test('another class, and a contrast between two', async () => {
  const three = await explained('relu', '--class', '3', '--method', 'gradient-x-input');
  const eight = await explained('relu', '--class', '8', '--method', 'gradient-x-input');
  const both = await explained('relu', '--class', '3', '--versus', '8', '--method', 'gradient-x-input');
  expect(both.rows[0]).toMatchObject({ class: 3, versus: 8 });
  expect(both.rows[0].score).toBeCloseTo(three.rows[0].score - eight.rows[0].score, 3);
  expect(both.maps[400]).toBeCloseTo(three.maps[400] - eight.maps[400], 4);
});

test('methods side by side', async () => {
  const out = folder.at('compare.svg');
  const save = folder.at('compare.safetensors');
  const rows = await json<{ class: number; methods: { method: string; area: number; randomArea: number }[] }[]>(
    'explain',
    'sample:3',
    'sample:8',
    '--compare',
    '--model',
    model('relu'),
    '--out',
    out,
    '--save',
    save,
  );
  expect(rows).toHaveLength(2);
  const names = rows[0].methods.map(({ method }) => method);
  expect(names).toEqual(expect.arrayContaining(['sensitivity', 'lrp alpha-beta', 'lrp epsilon-plus']));
  expect(readFileSync(out, 'utf8')).toContain('grad-cam');
  expect(tensorsOf(save).tensors.get('relevance.lrp-alpha-beta')?.shape).toEqual([2, 28, 28, 1]);
  const { out: text } = await run(['explain', 'sample:3', '--compare', '--rule', 'flat', '--model', model('relu')]);
  expect(text).toMatch(/^method .*area over the curve/);
  expect(text).toContain('lrp flat');
});

test('an interruption on the first image keeps the methods that are done', async () => {
  const save = folder.at('part.safetensors');
  const args = ['explain', 'sample:3', 'sample:8', '--compare', '--model', model('relu'), '--json', '--save', save];
  const stop = new AbortController();
  // It is looked at twice before the first image, then before each method but the first.
  let reads = 0;
  const signal = new Proxy(stop.signal, {
    get: (target, name) => {
      if (name === 'aborted' && ++reads === 4) stop.abort();
      return Reflect.get(target, name, target) as unknown;
    },
  });
  const { code, out, err } = await run(args, { signal });
  expect(code).toBe(130);
  const [row, ...others] = JSON.parse(out) as { methods: { method: string }[] }[];
  expect(others).toEqual([]);
  expect(row.methods.map(({ method }) => method)).toEqual(['sensitivity', 'gradient-x-input']);
  expect(err).toMatch(/^interrupted: 2 of 8 methods are done$/m);
  const relevance = [...tensorsOf(save).tensors.keys()].filter((name) => name.startsWith('relevance'));
  expect(relevance.sort()).toEqual(['relevance.gradient-x-input', 'relevance.sensitivity']);
});

test('one image has its ledger as a table, a picture has the map', async () => {
  const { code, out } = await run(['explain', 'sample:7', '--model', model('sigmoid'), '--out', folder.at('why.svg')]);
  expect(code).toBe(0);
  expect(readFileSync(folder.at('why.svg'), 'utf8')).toMatch(/>7: [\d.]+</);
  expect(out).toMatch(/\n\nlayer +in +out +bias +stabiliser +empty\nfc3 /);
});

test.each([
  ['--rule epsilon --alpha 2', /--alpha means nothing to epsilon/],
  ['--alpha 3 --beta 1', /alpha - beta is 2/],
  ['--rule flat --composite epsilon-plus', /cannot be used with/],
  ['--method gradient --rule flat', /--rule is for --method lrp/],
  ['--method gradient --strict', /--strict is for --method lrp/],
  ['--method gradient --window 3', /--window means nothing to gradient/],
  ['--method gradient --compare', /leave --method gradient out/],
  ['--class 10', /class 10 does not exist/],
  ['--versus 11', /class 11 does not exist/],
  ['--class 3 --versus 3', /--class and --versus are both 3; expected two classes/],
  ['--class 3 --versus 3 --compare', /are both 3/],
  ['--rule nonsense', /pass; see interp explain --help/],
  ['--beta -1', /--beta is "-1"/],
  [
    '--rule pass',
    /the rule pass needs outputs of the same shape as inputs, and the layer "fc3" makes [^;]+; choose another rule/,
  ],
  ['--rule z-box --low 1 --high 0', /low/],
  ['--method grad-cam --layer nobody', /no layer "nobody"/],
])('%s is wrong usage', async (flags, message) => {
  const result = await run(['explain', 'sample:1', '--model', model('relu'), ...flags.split(' ')]);
  expect(result).toMatchObject({ code: 2, out: '' });
  expect(result.err).toMatch(/^interp: [^\n]+\n$/);
  expect(result.err).toMatch(message);
});

test('no tensors are left', async () => {
  const before = tf.memory().numTensors;
  await run(['explain', 'sample:0', 'sample:1', '--model', model('relu')]);
  await run(['explain', 'sample:0', '--model', model('relu'), '--rule', 'pass']);
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
});
