import { startBackend } from '@interp/backend';
import { initialOf } from '../src/state/parameters.js';
import type { Input } from '../src/state/input.js';
import { ascentValues, type AscentValues } from '../src/views/imagine/ascent-values.js';
import { imagine, type Imagined } from '../src/views/imagine/imagine.js';
import { imagineCode, imagineCommand } from '../src/views/imagine/imagine-code.js';
import { imagineMethods, imagineParameters } from '../src/views/imagine/imagine-parameters.js';
import { latentMap, latentPoint } from '../src/views/imagine/latent-map.js';
import { latentNumbers, latentText } from '../src/views/imagine/latent-numbers.js';
import { mapSide } from '../src/views/imagine/map-side.js';
import { inputPixels } from '../src/compute/input-pixels.js';
import { runCode } from './as-code.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const initial = ascentValues(initialOf(imagineParameters));
const input: Input = { kind: 'sample', digit: 7 };

const imagined = (values: Partial<AscentValues>): Promise<readonly Imagined[]> =>
  imagine({ input, network: 'lenet', values: { ...initial, steps: 30, ...values } });

test('an ascent is watched from its start to its end, a frame for each record of its history', async () => {
  const [found] = await imagined({ class: '3', steps: 60 });
  expect(found.frames).toHaveLength(found.history.length + 1);
  expect(found.probability).toBeGreaterThan(0.99);
  expect(found.history[0].probability).toBeLessThan(0.9);
  const best = found.history.findIndex(
    ({ objective, probability }) => probability === found.probability && objective === found.objective,
  );
  expect(found.frames[best]).toEqual(found.frames.at(-1));
});

test.each(['am', 'expert', 'decoder'] as const)(
  '%s is watched through as many steps as are asked for',
  async (method) => {
    const [found] = await imagined({ method, class: '3', steps: 12 });
    expect(found.frames).toHaveLength(14);
  },
);

test('one that begins at a drawing begins there', async () => {
  const [found] = await imagined({ class: '1', start: 'input' });
  expect(found.frames[0]).toEqual(inputPixels(input));
});

test.each(imagineMethods)('%s gives all ten digits, and a judge reads them', async (method) => {
  const found = await imagined({ method, class: 'all', steps: 10, start: 'blank' });
  expect(found.map((one) => one.class)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { frames, judged } of found) {
    expect(frames.every((frame) => frame.length === 784)).toBe(true);
    expect(judged.probability).toBeGreaterThan(0.1);
  }
});

test.each([
  { method: 'am', start: 'input' },
  { method: 'expert', start: 'blank', expert: 'rbm-8-thesis' },
  { method: 'decoder', seed: 2 },
] as const)('the program that is shown computes the same in Node.js: %o', async (given) => {
  const values = { ...initial, class: '5', steps: 20, ...given } as const;
  const [found] = await imagine({ input, network: 'lenet', values });
  const code = imagineCode({ network: 'lenet', values, pixels: inputPixels(input) });
  expect(runCode(code)).toEqual([{ class: 5, probability: expect.closeTo(found.probability, 3) as number }]);
});

test('the command has the method and what it takes', () => {
  expect(imagineCommand({ network: 'lenet', values: { ...initial, method: 'expert' }, pixels: undefined })).toBe(
    'npx interp prototype --model lenet --method expert --class 3 --init random --expert rbm-8 --gamma 1 --steps 150 --seed 0',
  );
});

test('a place of the plane is what the map has there, and numbers that are set are in its code', async () => {
  const of = { decoder: 'generator-conv', seed: 4, network: 'lenet' } as const;
  const { classes, picture } = await latentMap(of);
  expect(classes).toHaveLength(mapSide ** 2);
  const corner = await latentPoint({ ...of, pad: [-1, -1], set: {} });
  expect(corner.class).toBe(classes[0]);
  expect(corner.picture.data.slice(0, 4 * 28)).toEqual(picture.data.slice(0, 4 * 28));
  expect((await latentPoint({ ...of, pad: [0, 0], set: { 2: 1.5, 999: 1 } })).code[2]).toBe(1.5);
  expect(latentNumbers(latentText({ 3: -1.25, 12: 2 }))).toEqual({ 3: -1.25, 12: 2 });
  expect(latentNumbers('x,1:9,-2:1,4:')).toEqual({ 1: 3 });
});
