import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { lenet, lenetToTorch } from '@interp/lenet';
import { sampleDigits } from '@interp/mnist';
import { failure } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import type { OwnAsked } from '../src/compute/models/networks.js';
import { initialOf } from '../src/state/parameters.js';
import { addressOf, initialState, stateAt, viewNames } from '../src/state/studio-state.js';
import { attack } from '../src/views/attack/attack.js';
import { attackCode } from '../src/views/attack/attack-code.js';
import { attackOptions } from '../src/views/attack/attack-options.js';
import { attackParameters } from '../src/views/attack/attack-parameters.js';
import { waysOut } from '../src/views/attack/ways-out.js';
import { imagine } from '../src/views/imagine/imagine.js';
import { imagineCode } from '../src/views/imagine/imagine-code.js';
import { ascentValues } from '../src/views/imagine/ascent-values.js';
import { imagineParameters } from '../src/views/imagine/imagine-parameters.js';
import { latentMap, latentPoint } from '../src/views/imagine/latent-map.js';
import { modelParameters } from '../src/views/model/model-parameters.js';
import { segments } from '../src/views/segments/segments.js';
import { segmentsCode } from '../src/views/segments/segments-code.js';
import { segmentsParameters } from '../src/views/segments/segments-parameters.js';
import { runCode } from './as-code.js';

const input = { kind: 'sample', digit: 3 } as const;
const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
let own: OwnAsked;
let expected: { readonly logits: readonly number[]; readonly class: number };

beforeAll(async () => {
  await startBackend('wasm');
  const model = lenet({ seed: 4 });
  const file = new Blob([(await lenetToTorch(model)) as BlobPart]);
  const texts = { ...initialOf(modelParameters), labels: names.join() };
  own = { files: { id: 1, files: [{ path: 'net.safetensors', file }] }, texts };
  const x = sampleDigits().images([3]);
  const scores = classifier(model).logits(x);
  const logits = Array.from(scores.dataSync());
  expected = { logits, class: logits.indexOf(Math.max(...logits)) };
  tf.dispose([x, scores]);
  model.dispose();
});

test('Attack attacks a model of one’s own, and names its classes', async () => {
  const values = { ...initialOf(attackParameters), epsilon: 0.05 };
  const found = await attack({ input, network: 'own', values }, own);
  expect(found?.before).toMatchObject({ class: expected.class, name: names[expected.class] });
  expect(found?.item.linf).toBeLessThanOrEqual(0.05001);
  expect(found?.item.linf).toBeGreaterThan(0.049);
  expect(found?.after.class).toBe(found?.item.after.class);
  const ways = await waysOut(input, ['own', 'lenet-robust'], own);
  expect(ways[0].class).toBe(names[expected.class]);
  expect(ways.map(({ network }) => network)).toEqual(['own', 'lenet-robust']);
  expect(ways[0].ways.linf?.length).toBeGreaterThan(0);
});

test('Imagine looks for what it takes for perfect, and lets it read the map of codes', async () => {
  const values = { ...ascentValues(initialOf(imagineParameters)), class: '6', steps: 40 } as const;
  const {
    found: [found],
  } = await imagine({ input, network: 'own', values }, own);
  expect(found.history.at(-1)?.probability).toBeGreaterThan(found.history[0].probability);
  const of = { decoder: 'generator-conv', seed: 4, network: 'own' } as const;
  const corner = await latentPoint({ ...of, pad: [-1, -1], set: {} }, own);
  expect(corner.class).toBe((await latentMap(of, own)).classes[0]);
  expect(corner.name).toBe(names[corner.class]);
});

test('Segments shows it the display beside a network that ships', async () => {
  const { read } = await segments({ networks: ['own', 'lenet'], values: initialOf(segmentsParameters) }, own);
  expect(read.map(({ network }) => network)).toEqual(['own', 'lenet']);
  expect(read[0].classNames).toEqual(names);
  expect(read[1].answer.class).toBe(5);
});

test('the programs of all three open its file, and compute the same in Node.js', async () => {
  const file = join(import.meta.dirname, `own-${process.pid}.safetensors`);
  const model = lenet({ seed: 4 });
  writeFileSync(file, await lenetToTorch(model));
  model.dispose();
  const network = { network: 'own', file, settings: { labels: names } } as const;
  try {
    const values = { ...initialOf(attackParameters), epsilon: 0.1 };
    const attacked = await attack({ input, network: 'own', values }, own);
    const pixels = attacked?.pixels ?? new Uint8Array();
    const of = { input, given: { pixels }, options: attackOptions(values), seed: 0, target: undefined };
    expect(runCode(attackCode({ ...network, ...of }))).toMatchObject({
      before: attacked?.before.class,
      after: attacked?.after.class,
    });
    const ascent = { ...ascentValues(initialOf(imagineParameters)), class: '6', steps: 20 } as const;
    const {
      found: [imagined],
    } = await imagine({ input, network: 'own', values: ascent }, own);
    expect(runCode(imagineCode({ ...network, values: ascent, given: undefined, classes: 10 }))).toEqual([
      { class: 6, probability: expect.closeTo(imagined.probability, 3) as number },
    ]);
    const lit = initialOf(segmentsParameters);
    const shown = await segments({ networks: ['own'], values: lit }, own);
    expect(runCode(segmentsCode(network, lit))).toMatchObject({ class: shown.read[0].answer.class });
  } finally {
    rmSync(file);
  }
});

test('without its files each says so in a sentence', async () => {
  const asked = { ...own, files: undefined };
  const values = initialOf(attackParameters);
  const works = [
    () => attack({ input, network: 'own', values }, asked),
    () => segments({ networks: ['own'], values: initialOf(segmentsParameters) }, asked),
  ];
  for (const work of works) expect(String(await failure(work))).toMatch(/no model is open/);
});

test.each(viewNames)('a link to %s with a model of one’s own names its file, and how it takes pictures', (view) => {
  const model = { ...initialState.values.model, file: 'my-net.onnx', bounds: '0, 1', labels: 'a,b' };
  const given = { ...initialState, view, network: 'own' as const, values: { ...initialState.values, model } };
  const restored = stateAt(addressOf(given));
  expect(restored.network).toBe('own');
  expect(restored.values.model).toMatchObject({ file: 'my-net.onnx', bounds: '0, 1', labels: 'a,b' });
  expect(addressOf({ ...given, network: 'lenet' }).includes('my-net')).toBe(view === 'model');
});
