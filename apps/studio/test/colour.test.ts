import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { openClassifier } from '@interp/open';
import { saveModel } from '@interp/files/node';
import { failure } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import type { OwnAsked } from '../src/compute/models/networks.js';
import { readerOf } from '../src/compute/models/reader.js';
import { inputPixels } from '../src/compute/input-pixels.js';
import { initialOf } from '../src/state/parameters.js';
import type { ViewValues } from '../src/state/studio-state.js';
import { attack, type Attacked } from '../src/views/attack/attack.js';
import { attackCode, attackCommand } from '../src/views/attack/attack-code.js';
import { attackOptions, targetOf } from '../src/views/attack/attack-options.js';
import { attackParameters } from '../src/views/attack/attack-parameters.js';
import { waysOut } from '../src/views/attack/ways-out.js';
import { ascentValues, type AscentValues } from '../src/views/imagine/ascent-values.js';
import { imagine } from '../src/views/imagine/imagine.js';
import { imagineCode, imagineCommand } from '../src/views/imagine/imagine-code.js';
import { imagineParameters } from '../src/views/imagine/imagine-parameters.js';
import { modelParameters } from '../src/views/model/model-parameters.js';
import { runCode } from './as-code.js';

const folder = mkdtempSync(join(tmpdir(), 'interp-studio-'));
afterAll(() => rmSync(folder, { recursive: true }));

const input = { kind: 'sample', digit: 4 } as const;
const names = ['sky', 'grass', 'brick', 'sand'];
const interp = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.25, 0.5], channels: 'bgr', labels: names };
let file = '';
let own: OwnAsked;

const drawnBy = (seed: number) => ({ kernelInitializer: initializers.heNormal({ seed }) });

/** A network of 10 by 12 pixels in the order blue, green, red, which says in a file beside it how it takes pictures. */
beforeAll(async () => {
  await startBackend('wasm');
  const net = sequential({
    layers: [
      layers.conv2d({ inputShape: [10, 12, 3], filters: 4, kernelSize: 3, activation: 'relu', ...drawnBy(1) }),
      layers.flatten(),
      layers.dense({ units: 4, activation: 'softmax', ...drawnBy(2) }),
    ],
  });
  file = await saveModel(net, join(folder, 'net'));
  net.dispose();
  writeFileSync(join(folder, 'net', 'interp.json'), JSON.stringify(interp));
  const files = readdirSync(join(folder, 'net')).map((path) => ({
    path,
    file: new Blob([readFileSync(join(folder, 'net', path))]),
  }));
  own = { files: { id: 1, files }, texts: initialOf(modelParameters), picture: { kind: 'scene' } };
});

const values: ViewValues<'attack'> = { ...initialOf(attackParameters), epsilon: 0.2 };
const attacked = async (given: Partial<ViewValues<'attack'>>, asked = own): Promise<Attacked> => {
  const found = await attack({ input, network: 'own', values: { ...values, ...given } }, asked);
  if (!found) throw new Error('nothing was attacked');
  return found;
};

const colours = ({ data }: { readonly data: Uint8ClampedArray }, at: number) => [...data.slice(4 * at, 4 * at + 3)];

test('a picture is attacked in its colours: x and x + r differ by no more than ε, whatever the order and range of its channels', async () => {
  const found = await attacked({});
  const { before, after, perturbation, way, classNames, inputShape } = found;
  expect(classNames).toEqual(names);
  expect(names).toContain(before.name);
  for (const { width, height } of [before.picture, after.picture, perturbation, ...way.map(({ picture }) => picture)])
    expect([width, height]).toEqual([12, 10]);
  // The sky of the scene, in the middle above, is blue, whatever order the model takes colours in.
  const [red, , blue] = colours(before.picture, 6);
  expect(blue).toBeGreaterThan(red + 50);
  expect(inputShape).toEqual([10, 12, 3]);
  expect(found.adversarial).toHaveLength(360);
  const net = await openClassifier(file);
  const scores = tf.tidy(() => {
    const x = tf.tensor(found.adversarial, [1, ...inputShape]);
    return [...net.logits(x).dataSync()];
  });
  net.dispose();
  expect(scores.indexOf(Math.max(...scores))).toBe(after.class);
  expect(found.item.linf).toBeLessThanOrEqual(0.2 * ((net.bounds[1] - net.bounds[0]) / 2) * 1.0001);
  const change = (i: number): number[] =>
    [0, 1, 2].map((c) => Math.sign(after.picture.data[4 * i + c] - before.picture.data[4 * i + c]));
  const shown = (i: number): number[] => [0, 1, 2].map((c) => Math.sign(perturbation.data[4 * i + c] - 127.5));
  const pixels = Array.from({ length: 120 }, (_, i) => i);
  const seen = pixels.flatMap((i) => change(i).map((sign, c) => sign === 0 || sign === shown(i)[c]));
  expect(seen.filter(Boolean).length / seen.length).toBeGreaterThan(0.97);
});

test('a target is one of its classes, and of none that it lacks', async () => {
  const free = await attacked({});
  const other = (free.before.class + 2) % 4;
  const { after } = await attacked({ target: String(other), epsilon: 1, method: 'bim' });
  expect([after.class, after.name]).toEqual([other, names[other]]);
  expect(targetOf({ target: '9' }, 4)).toBeUndefined();
  expect((await attacked({ target: '9' })).after).toEqual(free.after);
  const [way] = await waysOut(input, ['own'], own);
  expect(names).toContain(way.class);
  expect(way.ways.l2?.length).toBeGreaterThan(0);
});

const initial: AscentValues = { ...ascentValues(initialOf(imagineParameters)), steps: 25 };

test.each(['am', 'background'] as const)('%s makes pictures of its classes in colour', async (method) => {
  const { found, ...shape } = await imagine(
    { input, network: 'own', values: { ...initial, method, class: 'all', start: 'input' } },
    own,
  );
  expect(shape).toMatchObject({ width: 12, height: 10, channels: 3, classNames: names, inputShape: [10, 12, 3] });
  expect(found.map((one) => one.class)).toEqual([0, 1, 2, 3]);
  for (const { pixels, image, judged, history } of found) {
    expect([pixels.length, image.length, judged]).toEqual([360, 360, undefined]);
    expect(history.at(-1)!.probability).toBeGreaterThanOrEqual(history[0].probability);
  }
  expect(shape.given?.width).toBe(224);
});

test('experts and generators know digits alone, and say so', async () => {
  for (const method of ['expert', 'decoder'] as const)
    expect(
      String(await failure(() => imagine({ input, network: 'own', values: { ...initial, method } }, own))),
    ).toMatch(/28 × 28 × 1 and your model takes 10 × 12 × 3/);
  expect(await readerOf('own', own)).toEqual({ inputShape: [10, 12, 3], classNames: names });
});

test('the programs that are shown compute the same in Node.js, of what is drawn', async () => {
  const drawn: OwnAsked = { ...own, picture: { kind: 'input' } };
  const picture = inputPixels(input) ?? new Uint8Array();
  const network = { network: 'own', file, settings: {} } as const;
  for (const given of [{}, { method: 'fgsm', norm: 'l2' }, { method: 'deepfool', target: '1' }] as const) {
    const found = await attacked(given, drawn);
    const all = { ...values, ...given };
    const options = attackOptions(all, found);
    const of = { ...network, input, given: { picture }, options, seed: 0, target: targetOf(all, 4) };
    expect(runCode(attackCode(of))).toEqual({
      before: found.before.class,
      after: found.after.class,
      outcome: found.item.outcome,
      l2: expect.closeTo(found.item.l2, 3) as number,
      linf: expect.closeTo(found.item.linf, 3) as number,
    });
  }
  const ascent: AscentValues = { ...initial, class: '2', start: 'input' };
  const { found } = await imagine({ input, network: 'own', values: ascent }, drawn);
  const of = { ...network, values: ascent, given: { picture }, classes: 4 };
  expect(runCode(imagineCode(of))).toEqual([
    { class: 2, probability: expect.closeTo(found[0].probability, 3) as number },
  ]);
});

test('the commands name the picture, and what a model of many classes is asked for', () => {
  const network = { network: 'own', file: 'net/model.json', settings: {} } as const;
  const options = attackOptions(values, { inputShape: [10, 12, 3], bounds: [0, 255] });
  expect(options.epsilon).toBe(25.5);
  const given = { picture: 'my cat.png' };
  expect(attackCommand({ ...network, input, given, options, seed: 0, target: 2 })).toBe(
    `npx interp attack 'my cat.png' --model net/model.json --method pgd --norm linf --epsilon 25.5 --target 2`,
  );
  expect(
    imagineCommand({ ...network, values: { ...initial, class: 'all', start: 'input' }, given, classes: 1000 }),
  ).toBe(
    `npx interp prototype --model net/model.json --method am --class 0,1,2,3,4,5,6,7,8,9 --init 'my cat.png' --lambda 0.001 --steps 25 --restarts 1 --seed 0`,
  );
});
