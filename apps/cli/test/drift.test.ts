import { readFileSync } from 'node:fs';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

interface Measures {
  readonly rankCorrelation: number | null;
  readonly topOverlap: number;
  readonly cosine: number | null;
}
interface Report {
  readonly epsilon: number;
  readonly models: readonly {
    readonly model: string;
    readonly changed: number;
    readonly methods: Readonly<Record<'lrp' | 'sensitivity', Measures>>;
    readonly results: readonly { readonly input: string; readonly before: number; readonly lrp: Measures }[];
  }[];
}

test('says how far the maps moved, of both networks', async () => {
  const saved = folder.at('drift.safetensors');
  const { epsilon, models } = await json<Report>(
    ...[
      'drift',
      'sample:3',
      'sample:5',
      '--against',
      'lenet-relu',
      '--epsilon',
      '0.3',
      '--steps',
      '5',
      '--save',
      saved,
    ],
  );
  expect(epsilon).toBe(0.3);
  expect(models.map(({ model }) => model)).toEqual(['lenet-relu', 'lenet']);
  for (const { changed, methods, results } of models) {
    expect(changed).toBeLessThanOrEqual(2);
    expect(results.map(({ input, before }) => [input, before])).toEqual([
      ['sample:3', 3],
      ['sample:5', 5],
    ]);
    expect(methods.lrp.rankCorrelation).toBeLessThan(1);
    expect(methods.lrp.topOverlap).toBeCloseTo((results[0].lrp.topOverlap + results[1].lrp.topOverlap) / 2, 7);
    expect(methods.sensitivity.topOverlap).toBeGreaterThanOrEqual(0);
  }
  const { tensors } = tensorsOf(saved);
  expect([...tensors.keys()]).toEqual([
    'images',
    ...['against.adversarial', 'against.after', 'against.lrp.image', 'against.lrp.adversarial'],
    ...['against.sensitivity.image', 'against.sensitivity.adversarial'],
    ...['adversarial', 'after', 'lrp.image', 'lrp.adversarial', 'sensitivity.image', 'sensitivity.adversarial'],
  ]);
  const [images, adversarial] = ['images', 'adversarial'].map((name) => tensors.get(name)!.data as Float32Array);
  const furthest = adversarial.reduce((most, value, i) => Math.max(most, Math.abs(value - images[i])), 0);
  expect(furthest).toBeGreaterThan(0.29);
  expect(furthest).toBeLessThanOrEqual(0.300001);
});

test('as a table and as a picture', async () => {
  const picture = folder.at('drift.svg');
  const { code, out } = await run(['drift', 'sample:7', '--steps', '2', '--out', picture]);
  expect(code).toBe(0);
  expect(out).toMatch(/answers changed +method +ranks +top +cosine\nlenet +\d of 1 +lrp /);
  expect(readFileSync(picture, 'utf8')).toContain('LRP of image');
});

test.each([
  [['--epsilon', '0'], '--epsilon is "0"'],
  [['--steps', '0'], '--steps is "0"'],
  [['--top', '2'], '--top is "2"'],
  [['--against', 'nobody'], '"nobody"'],
])('%j is wrong usage', async (options, message) => {
  const { code, err } = await run(['drift', 'sample:3', '--steps', '1', ...options]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
