import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { float32Entry, int32Entry, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import { json, model, newFolder, run, tensorsOf } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
const { train, test: testDigits } = tinyMnist(folder.at('mnist'));
const relu = ['--model', model('relu')];

const safetensors = (name: string, tensors: Record<string, SafetensorsEntry>): string => {
  writeFileSync(folder.at(name), writeSafetensors(Object.entries(tensors)));
  return folder.at(name);
};
const ramp = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => ((i * 37) % 201) / 100 - 1);

const shown = async (
  ...inputs: string[]
): Promise<{ rows: { input: string; label?: number }[]; images: number[]; labels?: number[] }> => {
  const save = folder.at('shown.safetensors');
  const rows = await json<{ input: string; label?: number }[]>(
    'data',
    'show',
    ...inputs,
    '--data',
    folder.at('mnist'),
    '--save',
    save,
  );
  const { tensors } = tensorsOf(save);
  const labels = tensors.get('labels');
  return {
    rows,
    images: Array.from(tensors.get('images')!.data as Float32Array),
    ...(labels && { labels: Array.from(labels.data as Int32Array) }),
  };
};

describe('MNIST references', () => {
  const classIs = (c: number): number[] =>
    Array.from(testDigits.labels.keys()).filter((i) => testDigits.labels[i] === c);
  test.each<[string, () => number[], string[] | undefined]>([
    ['mnist:test/7', () => [7], ['mnist:test/7']],
    ['mnist:test/2-4', () => [2, 3, 4], ['mnist:test/2', 'mnist:test/3', 'mnist:test/4']],
    ['mnist:test/class=5', () => classIs(5), undefined],
    ['mnist:test/class=5/1', () => [classIs(5)[1]], ['mnist:test/class=5/1']],
  ])('%s', async (input, indices, names) => {
    const { rows, images, labels } = await shown(input);
    const expected = new Float32Array(indices().length * 784);
    testDigits.fill(indices(), expected);
    expect(images).toEqual(Array.from(expected));
    expect(labels).toEqual(indices().map((i) => testDigits.labels[i]));
    if (names) expect(rows.map((row) => row.input)).toEqual(names);
  });

  test('the training digits, found through INTERP_DATA', async () => {
    const args = ['data', 'show', 'mnist:train/79', '--json'];
    const { out } = await run(args, { env: { INTERP_DATA: folder.at('mnist') } });
    expect(JSON.parse(out)).toEqual([{ input: 'mnist:train/79', label: train.labels[79] }]);
    const beyond = await run(['data', 'show', 'mnist:train/80'], { env: { INTERP_DATA: folder.at('mnist') } });
    expect(beyond).toMatchObject({ code: 2, out: '' });
  });
});

describe('safetensors', () => {
  const values = ramp(2 * 784);
  test('rows last or channels first, the only tensor or the one named, with labels', async () => {
    const labels = int32Entry([2], [4, 9]);
    const nhwc = safetensors('a.safetensors', { images: float32Entry([2, 28, 28, 1], values), labels });
    const nchw = safetensors('b.safetensors', { whatever: float32Entry([2, 1, 28, 28], values) });
    const plain = safetensors('c.safetensors', {
      x: float32Entry([1, 784], ramp(784)),
      y: float32Entry([2, 28, 28], values),
    });
    for (const input of [nhwc, `${nhwc}#images`, nchw, `${nchw}#whatever`, `${plain}#y`]) {
      const { rows, images } = await shown(input);
      expect(images).toEqual(Array.from(values));
      expect(rows.map((row) => row.input)).toEqual([`${input}[0]`, `${input}[1]`]);
    }
    expect((await shown(nhwc)).labels).toEqual([4, 9]);
    expect((await shown(nchw)).labels).toBeUndefined();
  });

  test('half precision and doubles', async () => {
    const halves = Float32Array.from({ length: 784 }, (_, i) => (i % 9) / 8);
    for (const dtype of ['F16', 'BF16', 'F64'] as const) {
      const data = dtype === 'F64' ? Float64Array.from(halves) : halves;
      const { images } = await shown(safetensors('h.safetensors', { images: { dtype, shape: [1, 28, 28, 1], data } }));
      expect(images).toEqual(Array.from(halves));
    }
  });

  test.each<[string, Record<string, SafetensorsEntry>, number, RegExp]>([
    ['another size', { images: float32Entry([1, 27, 28, 1], ramp(27 * 28)) }, 1, /shape/],
    ['no images', { images: float32Entry([0, 28, 28, 1], []) }, 1, /no images/],
    ['whole numbers', { images: int32Entry([1, 28, 28, 1], new Int32Array(784)) }, 1, /I32/],
    ['NaN', { images: float32Entry([1, 28, 28, 1], new Float32Array(784).fill(NaN)) }, 1, /holds NaN/],
    [
      'bytes',
      {
        images: float32Entry(
          [1, 28, 28, 1],
          values.subarray(0, 784).map((v) => 127.5 * (v + 1)),
        ),
      },
      1,
      /bad\.safetensors: the values are from 0 to 255; expected -1 \(black\) to 1 \(white\); divide them by 127\.5/,
    ],
    [
      'values a little below',
      { images: float32Entry([1, 28, 28, 1], new Float32Array(784).fill(-1.01)) },
      1,
      /from -1\.01 to -1\.01/,
    ],
    [
      'labels of other classes',
      { images: float32Entry([2, 28, 28, 1], values), labels: int32Entry([2], [12, 14]) },
      1,
      /bad\.safetensors: image 0 has the label 12; expected 0 to 9/,
    ],
    ['too few labels', { images: float32Entry([2, 28, 28, 1], values), labels: int32Entry([1], [1]) }, 1, /labels/],
    [
      'negative labels',
      { images: float32Entry([2, 28, 28, 1], values), labels: int32Entry([2], [-1, -1]) },
      1,
      /label/,
    ],
    [
      'two tensors and none called images',
      { a: float32Entry([1], [1]), b: float32Entry([1], [1]) },
      1,
      /expected one of a, b/,
    ],
  ])('%s are refused', async (_, tensors, code, message) => {
    const result = await run(['classify', safetensors('bad.safetensors', tensors), ...relu]);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toMatch(message);
  });
});

test('values may be beyond the ends by rounding', async () => {
  const images = float32Entry([1, 28, 28, 1], new Float32Array(784).fill(1.00009));
  const result = await run(['classify', safetensors('rounded.safetensors', { images }), ...relu]);
  expect(result).toMatchObject({ code: 0 });
});

test('inputs of all kinds come in their order', async () => {
  const file = safetensors('one.safetensors', { images: float32Entry([1, 28, 28, 1], ramp(784)) });
  const { rows } = await shown('sample:3', file, 'mnist:test/0-1', 'sample:4');
  expect(rows.map((row) => row.input)).toEqual(['sample:3', file, 'mnist:test/0', 'mnist:test/1', 'sample:4']);
  expect(rows.map((row) => row.label)).toEqual([3, undefined, testDigits.labels[0], testDigits.labels[1], 4]);
});

test('a damaged data set is one line', async () => {
  const path = folder.at('damaged');
  tinyMnist(path);
  writeFileSync(join(path, 't10k-labels-idx1-ubyte'), 'damaged');
  const result = await run(['classify', 'mnist:test/0', ...relu, '--data', path]);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/^interp: [^\n]+\n$/);
});
