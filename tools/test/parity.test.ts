import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { faults, rowsOf } from '../measure/parity/compare.mjs';
import { listed, numbers } from '../measure/parity/methods.mjs';
import { page } from '../measure/parity/page.mjs';
import { subject } from '../measure/parity/subject.mjs';

const wanted = ({ name, iterated }: { name: string; iterated: boolean }): boolean =>
  !iterated && name !== 'integrated gradients';

const numbersOn = async (backend: 'cpu' | 'wasm'): Promise<Map<string, number[]>> => {
  await startBackend(backend);
  const all = await subject();
  const before = tf.memory().numTensors;
  const found = new Map(await numbers(all, wanted));
  expect(tf.memory().numTensors).toBe(before);
  return found;
};

test('wasm is within the tolerances of cpu, method by method', async () => {
  const [cpu, wasm] = [await numbersOn('cpu'), await numbersOn('wasm')];
  const rows = rowsOf(listed, cpu, { wasm });
  expect(rows.map(({ name }) => name)).toEqual(listed.filter(wanted).map(({ name }) => name));
  expect(faults(rows)).toEqual([]);
});

test('what is beyond its tolerance or no number is said, and the page has a column for each backend', () => {
  const methods = [
    { group: 'G', name: 'near', tolerance: 0.1, spared: 0 },
    { group: 'G', name: 'far', tolerance: 0.1, spared: 0 },
  ];
  const cpu = new Map([
    ['near', [2]],
    ['far', [2]],
  ]);
  const found = { wasm: new Map([['near', [2.1]]]), webgl: new Map([['far', [NaN]]]) };
  const rows = rowsOf(methods, cpu, found);
  expect(faults(rows)).toEqual(['far on webgl: 1 numbers are beyond 0.1, the farthest by Infinity']);
  const machine = { processor: 'a processor', system: 'a system', versions: { node: '20' } };
  const text = page({ date: '2026-11-23', machine, rows });
  expect(text).toContain('| method | wasm   | webgl        | tolerance |');
  expect(text).toContain('| near   | 5.0e-2 | –            | 1.0e-1    |');
});
