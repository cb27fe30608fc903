import { startBackend } from '@interp/backend';
import { readSafetensors } from '@interp/files';
import { failure } from '@interp/testing/refusal';
import { ofDigit, photosSvgOf, svgOf } from '../src/parts/pictures/svg-of.js';
import { tensorsFile } from '../src/parts/tensors-file.js';
import { inputPixels } from '../src/compute/input-pixels.js';
import { explain, type Explained } from '../src/views/explain/explain.js';
import { explainCode, explainCommand } from '../src/views/explain/explain-code.js';
import { explainParameters, methods, rules } from '../src/views/explain/explain-parameters.js';
import { viewOptions } from '../src/views/explain/explanation-options.js';
import { layerChannels } from '../src/views/explain/layer-channels.js';
import { looksNovel } from '../src/views/explain/looks-novel.js';
import { initialOf } from '../src/state/parameters.js';
import type { Input } from '../src/state/input.js';
import type { ViewValues } from '../src/state/studio-state.js';
import { runCode } from './as-code.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const initial: ViewValues<'explain'> = initialOf(explainParameters);
const sample = { kind: 'sample', digit: 3 } as Input;

const explained = async (values: Partial<ViewValues<'explain'>>, input: Input = sample): Promise<Explained> => {
  const found = await explain({ input, network: 'lenet', values: { ...initial, ...values } });
  if (!found) throw new Error('nothing was explained');
  return found;
};

test.each([
  [1, [[128, 40, 128, 210]]],
  [7, [[70, 50, 180, 50, 110, 210]]],
  [5, [[180, 40, 90, 40, 85, 115, 150, 115, 180, 160, 150, 205, 82, 210]]],
])('a drawn %d is read, and is no stranger', async (digit, strokes) => {
  const input: Input = { kind: 'strokes', strokes };
  const found = await explained({}, input);
  expect(found.class).toBe(digit);
  expect(await looksNovel(input)).toBe(false);
  expect(found.first.total).toBeCloseTo(found.first.score, 3);
});

test('nothing drawn is nothing explained; a sheet that is black all over is neither', async () => {
  const nothing: Input = { kind: 'strokes', strokes: [] };
  expect(await explain({ input: nothing, network: 'lenet', values: initial })).toBeUndefined();
  expect(await looksNovel(nothing)).toBe(false);
  expect(await looksNovel({ kind: 'pixels', pixels: Array<number>(784).fill(0) })).toBe(true);
});

test('every method and every rule gives a map of what is seen', async () => {
  for (const method of methods) {
    const { first } = await explained({ method });
    expect(first.relevance).toHaveLength(784);
    expect(first.relevance.every(Number.isFinite)).toBe(true);
  }
  for (const rule of rules) {
    const { first } = await explained({ rule });
    expect(first.ledger).toHaveLength(7);
    expect(first.class).toBe(3);
  }
});

test('a method takes its own numbers, and nothing else', () => {
  const of = (method: (typeof methods)[number]) => viewOptions({ ...initial, method, window: 3, noise: 0.2 });
  expect(of('occlusion')).toEqual({ method: 'occlusion', window: 3, stride: 2 });
  expect(of('smoothgrad')).toEqual({ method: 'smoothgrad', samples: 50, noise: 0.2 });
  expect(of('integrated-gradients')).toEqual({ method: 'integrated-gradients', nodes: 50 });
  expect(of('gradient')).toEqual({ method: 'gradient' });
  expect(of('grad-cam')).toEqual({ method: 'grad-cam' });
});

test('rules take their numbers, the box and the policies, and a second method has its own', () => {
  const own = { low: '-1', high: '2', bias: 'keep', emptyBranch: 'paper', cam: 'conv1' } as const;
  const of = (values: Partial<ViewValues<'explain'>>) => viewOptions({ ...initial, ...own, ...values });
  const policies = { method: 'lrp', bias: 'keep', emptyBranch: 'paper' };
  expect(of({ alpha: 3 })).toEqual({ ...policies, rule: 'alpha-beta', alpha: 3, beta: 2 });
  expect(of({ rule: 'z-box' })).toEqual({ ...policies, rule: 'z-box', low: -1, high: 2 });
  expect(of({ rule: 'cp-lrp' })).toEqual({ ...policies, composite: 'cp-lrp', epsilon: 0.001 });
  expect(of({ method: 'grad-cam' })).toEqual({ method: 'grad-cam', layer: 'conv1' });
  const second = { method2: 'lrp', rule2: 'alpha-beta', alpha2: 1 } as const;
  expect(viewOptions({ ...initial, ...own, ...second }, true)).toEqual({
    method: 'lrp',
    rule: 'alpha-beta',
    alpha: 1,
    beta: 0,
  });
});

test('what rules take is computed with: another box, biases that take a share, relevance that is lost', async () => {
  const first = async (values: Partial<ViewValues<'explain'>>) => (await explained(values)).first;
  const [usual, wide] = [await first({ rule: 'z-box' }), await first({ rule: 'z-box', low: '-2', high: '2' })];
  expect(wide.relevance).not.toEqual(usual.relevance);
  const [drop, keep] = [await first({}), await first({ bias: 'keep' })];
  expect(Math.abs(keep.total - keep.score)).toBeGreaterThan(Math.abs(drop.total - drop.score));
  expect((await first({ method: 'grad-cam', cam: 'conv1' })).relevance).not.toEqual(
    (await first({ method: 'grad-cam' })).relevance,
  );
  const error = await failure(() => explained({ rule: 'z-box', low: '2', high: '-2' }));
  expect(error).toMatchObject({ message: expect.stringContaining('expected low below high') as string });
});

test('two pictures as SVG stand side by side, and a photograph is inside as a PNG', async () => {
  const { picture } = (await explained({})).first;
  const both = svgOf(ofDigit(picture), ofDigit(picture));
  expect(both).toContain('viewBox="0 0 58 28"');
  expect(both.match(/<g transform="translate\(30\)">/g)).toHaveLength(1);
});

test('photographs as SVG lie side by side, as the bytes of their PNGs', async () => {
  const photo = { width: 32, height: 16, data: new Uint8ClampedArray(4 * 32 * 16) };
  const svg = await photosSvgOf([photo, photo], () => Promise.resolve(Uint8Array.of(1, 2, 3)));
  expect(svg).toContain('viewBox="0 0 66 16"');
  expect(svg.match(/<image x="(?:0|34)" [^>]*href="data:image\/png;base64,AQID"/g)).toHaveLength(2);
});

test('a map as SVG has the colours of its picture, square by square', async () => {
  const { picture } = (await explained({})).first;
  const svg = svgOf(ofDigit(picture));
  const seen = new Map<string, string>();
  for (const [, x, y, width, fill] of svg.matchAll(
    /<rect x="(\d+)" y="(\d+)" width="(\d+)" height="1" fill="(#\w{6})"\/>/g,
  ))
    for (let i = 0; i < Number(width); i++) seen.set(`${Number(x) + i},${y}`, fill);
  expect(seen.size).toBe(784);
  for (const [place, fill] of seen) {
    const [x, y] = place.split(',').map((one) => Number(one) * 8 + 3);
    const at = 4 * (y * picture.width + x);
    expect(Buffer.from(picture.data.subarray(at, at + 3)).toString('hex')).toBe(fill.slice(1));
  }
});

test('maps as a file of tensors are the maps', async () => {
  const { first } = await explained({});
  const bytes = await tensorsFile({ relevance: { shape: [1, 28, 28, 1], data: first.relevance } });
  const { tensors } = readSafetensors(bytes as Uint8Array);
  expect(tensors.get('relevance')).toMatchObject({ shape: [1, 28, 28, 1], data: first.relevance });
});

test('two methods are compared: each has its map, and a method with itself no difference', async () => {
  const { first, second, difference } = await explained({ compare: true, method2: 'lrp', rule2: 'alpha-beta' });
  expect(second?.relevance).toEqual(first.relevance);
  expect(difference?.data.every((value) => value === 255)).toBe(true);
});

test('the channels of a layer, and what made one of them answer', async () => {
  const of = (values: Partial<ViewValues<'explain'>>) =>
    layerChannels({ input: sample, network: 'lenet', values: { ...initial, ...values } });
  expect(await of({})).toBeUndefined();
  expect(await of({ layer: 'no such layer' })).toBeUndefined();
  const found = await of({ layer: 'conv1', channel: '2' });
  expect(found?.activations).toHaveLength(6);
  expect(found?.relevance).toHaveLength(6);
  expect(found?.explained?.width).toBeGreaterThan(27);
  expect((await of({ layer: 'fc1', channel: '500' }))?.explained).toBeUndefined();
});

test('the program that is shown computes the same in Node.js', async () => {
  const input: Input = { kind: 'strokes', strokes: [[70, 50, 180, 50, 110, 210]] };
  const values = { ...initial, rule: 'epsilon-plus', epsilon: 0.1 } as const;
  const found = await explained(values, input);
  const pixels = inputPixels(input) ?? new Uint8Array();
  const code = explainCode({ input, pixels, network: 'lenet', options: viewOptions(values) });
  const said = runCode(code);
  expect(said['class']).toBe(found.first.class);
  expect(said['score']).toBeCloseTo(found.first.score, 5);
  expect(said['total']).toBeCloseTo(found.first.total, 4);
});

test('the command that is shown names the sample, the network and the options', () => {
  const of = { input: sample, pixels: new Uint8Array(784), network: 'lenet-thesis' as const };
  const options = viewOptions({ ...initial, class: '7' });
  expect(explainCommand({ ...of, options })).toBe(
    'npx interp explain sample:3 --model lenet-thesis --method lrp --rule alpha-beta --alpha 2 --beta 1 --class 7',
  );
});
