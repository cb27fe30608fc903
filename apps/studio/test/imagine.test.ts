import { startBackend } from '@interp/backend';
import { initialOf } from '../src/state/parameters.js';
import type { Input } from '../src/state/input.js';
import { ascentValues, type AscentValues } from '../src/views/imagine/ascent-values.js';
import { frameAt, withSteps, type AscentNews, type Forming, type Steering } from '../src/views/imagine/forming.js';
import { imagine, imagineWatched, type Imagination, type Imagined } from '../src/views/imagine/imagine.js';
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

const imagined = async (values: Partial<AscentValues>): Promise<readonly Imagined[]> =>
  (await imagine({ input, network: 'lenet', values: { ...initial, steps: 30, ...values } })).found;

/** An ascent with what the page is told of it through a port, and how the page steers it at each telling. */
const watched = async (
  values: Partial<AscentValues>,
  steer: (forming: Forming) => Steering | undefined = () => undefined,
): Promise<{ readonly forming: Forming; readonly value: Imagination; readonly tellings: number }> => {
  const { port1, port2 } = new MessageChannel();
  let forming!: Forming;
  let tellings = 0;
  port1.onmessage = ({ data }: MessageEvent<AscentNews>) => {
    if ('begun' in data) forming = { ...data.begun, id: 1, records: [], frames: [] };
    else forming = withSteps(forming, data.done);
    tellings++;
    const said = steer(forming);
    if (said) port1.postMessage(said);
  };
  const request = { input, network: 'lenet', values: { ...initial, steps: 30, ...values } } as const;
  const value = await imagineWatched(request, undefined, port2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  port1.close();
  return { forming, value, tellings };
};

test('an ascent is watched from its start to its end, a frame for each record of its history', async () => {
  const { forming, value, tellings } = await watched({ class: '3', steps: 60 });
  const [found] = value.found;
  expect(forming.frames).toHaveLength(61);
  expect(forming.records.map(([one]) => one)).toEqual(
    found.history.map(({ probability, objective }) => ({ probability, objective })),
  );
  expect(tellings).toBeGreaterThan(3);
  expect(found.probability).toBeGreaterThan(0.99);
  expect(found.history[0].probability).toBeLessThan(0.9);
  const best = found.history.findIndex(
    ({ objective, probability }) => probability === found.probability && objective === found.objective,
  );
  expect(frameAt(forming, best, 0)).toEqual(found.pixels);
});

test('one that is held does the steps that it is told to, and goes on', async () => {
  const at: number[] = [];
  // So many that it is not done before the page's first word reaches it.
  const { forming } = await watched({ class: '3', steps: 1000 }, ({ records }) => {
    at.push(records.length);
    if (at.length === 1) return 'hold';
    return at.length < 20 ? 'step' : 'go';
  });
  // The first were on their way before it was held; on a busy machine two words may arrive before a telling. Free, it does dozens at each.
  expect(at[19] - at[9]).toBeGreaterThanOrEqual(10);
  expect(at[19] - at[9]).toBeLessThan(20);
  expect(forming.records).toHaveLength(1001);
});

test('one that is stopped while it is held ends with what there is', async () => {
  let told = 0;
  const { value, forming } = await watched({ class: '3', steps: 1000 }, () => {
    told++;
    return told === 1 ? 'hold' : told === 4 ? 'stop' : 'step';
  });
  expect(forming.records.length).toBeLessThan(500);
  expect(value.found[0].history).toHaveLength(forming.records.length);
});

test.each(['am', 'expert', 'decoder'] as const)(
  '%s is watched through as many steps as are asked for',
  async (method) => {
    const { forming, value } = await watched({ method, class: '3', steps: 12 });
    expect(forming.frames).toHaveLength(13);
    const { history, probability } = value.found[0];
    const best = history.findIndex((record) => record.probability === probability);
    expect(frameAt(forming, best, 0)).toEqual(value.found[0].pixels);
  },
);

test('patches of background are watched change by change', async () => {
  const { forming, value } = await watched({ method: 'background', class: '3', start: 'blank' });
  const { history, pixels } = value.found[0];
  expect(history.length).toBeGreaterThan(3);
  expect(forming.records).toHaveLength(history.length);
  expect(frameAt(forming, history.length - 1, 0)).toEqual(pixels);
});

test('one that begins at a drawing begins there', async () => {
  const { forming } = await watched({ class: '1', start: 'input' });
  expect(frameAt(forming, 0, 0)).toEqual(inputPixels(input));
});

test.each(imagineMethods)('%s gives all ten digits, and a judge reads them', async (method) => {
  const found = await imagined({ method, class: 'all', steps: 10, start: 'blank' });
  expect(found.map((one) => one.class)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { pixels, judged } of found) {
    expect(pixels).toHaveLength(784);
    expect(judged?.probability).toBeGreaterThan(0.1);
  }
});

test.each([
  { method: 'am', start: 'input' },
  { method: 'expert', start: 'blank', expert: 'rbm-8-thesis' },
  { method: 'decoder', seed: 2 },
] as const)('the program that is shown computes the same in Node.js: %o', async (given) => {
  const values = { ...initial, class: '5', steps: 20, ...given } as const;
  const [found] = await imagined(values);
  const pixels = inputPixels(input) ?? new Uint8Array();
  const code = imagineCode({ network: 'lenet', values, given: { pixels }, classes: 10 });
  expect(runCode(code)).toEqual([{ class: 5, probability: expect.closeTo(found.probability, 3) as number }]);
});

test('the command has the method and what it takes', () => {
  expect(
    imagineCommand({ network: 'lenet', values: { ...initial, method: 'expert' }, given: undefined, classes: 10 }),
  ).toBe(
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
