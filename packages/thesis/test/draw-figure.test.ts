import { startBackend } from '@interp/backend';
import { lenet } from '@interp/lenet';
import * as tf from '@tensorflow/tfjs-core';
import { drawFigure, figureOf, figures, thesisContext } from '../src/index.js';
import { failure, refusal, refused } from '@interp/testing/refusal';

test('a program draws Figure 3.7 in three lines', async () => {
  const context = await thesisContext();
  const { pictures, numbers, verdict } = await drawFigure('3.7', context);
  await context.dispose();
  expect(pictures).toMatchObject([{ name: '3.7', kind: 'pixels' }]);
  expect(pictures[0].svg).toMatch(/^<svg/);
  expect(numbers['least']).toBeGreaterThan(0.99);
  expect(['agrees', 'partly']).toContain(verdict);
});

test('figures come in the order of the thesis, claims after them', () => {
  const numbers = Object.keys(figures);
  expect(numbers.slice(0, 3)).toEqual(['1.1', '1.2', '1.3']);
  expect(numbers.slice(-2)).toEqual(['claim 4.3', 'chart, accuracy']);
  expect(numbers.length).toBe(43);
  for (const [number, figure] of Object.entries(figures)) expect(figure.number).toBe(number);
});

test('numbers may be written without the comma; those that are none are refused', async () => {
  const context = await thesisContext();
  try {
    expect((await drawFigure('table 4.1', context)).tables).toHaveLength(1);
    expect((await drawFigure('3.3a', context)).pictures.map(({ name }) => name)).toEqual(['3.3a', '3.3b']);
    expect(await refusal(() => drawFigure('9.9', context))).toBe('bad-option');
    expect((await refused(() => drawFigure('claims', context))).message).toMatch('several figures');
  } finally {
    await context.dispose();
  }
});

test('networks of your own take the place of those that ship; no tensors are left', async () => {
  await startBackend();
  const before = tf.memory().numTensors;
  const context = await thesisContext({ networks: { classifier: () => Promise.resolve(lenet({ seed: 1 })) } });
  const { numbers } = await drawFigure('1.6', context);
  expect(numbers['least']).toBeLessThan(0.5);
  expect([...context.asked]).toEqual(['classifier']);
  await context.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('an untrained network stands in no other context', async () => {
  const context = await thesisContext({ seed: 3 });
  expect((await drawFigure('1.6', context)).numbers['least']).toBeGreaterThan(0.5);
  await context.dispose();
});

test('a figure that is stopped gives no result', async () => {
  const stop = new AbortController();
  const context = await thesisContext({ signal: stop.signal });
  stop.abort();
  expect(await failure(() => drawFigure('3.2', context))).toMatchObject({ name: 'AbortError' });
  await context.dispose();
});

test('options that are not there are refused', async () => {
  expect((await refused(() => thesisContext({ sed: 1 } as object))).message).toMatch('seed');
  expect(await refusal(() => thesisContext({ mode: 'slow' } as object))).toBe('bad-option');
});

test('a figure is found by its number as people write it', () => {
  expect(figureOf('3.7')).toBe(figures['3.7']);
  expect(figureOf('Table 4.1')).toBe(figures['table, 4.1']);
  expect(figureOf('CLAIM 3.2a')).toBe(figures['claim 3.2a']);
  expect(figureOf('figures')).toBeUndefined();
});
