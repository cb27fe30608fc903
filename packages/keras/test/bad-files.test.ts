import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { refused, tryRefusal } from '@interp/testing/refusal';
import { kerasModel } from '../src/index.js';
import { changedKeras, fileNamed } from './files.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

interface LayerJson {
  class_name: string;
  module?: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown;
}

type Layers = LayerJson[];

/** `branches-3.keras` with another configuration. */
const withLayers = (change: (layers: Layers) => void): Uint8Array =>
  changedKeras('branches-3.keras', ({ config }) => change((config as { config: { layers: Layers } }).config.layers));

const layer = (layers: Layers, name: string): LayerJson => layers.find((one) => one.name === name)!;

const keras = fileNamed('branches-3.keras');
const hdf5 = fileNamed('branches-3.h5');

/** Replaces the only place of some text in bytes. */
const replaced = (bytes: Uint8Array, from: string, to: string): Uint8Array => {
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain(from);
  return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'));
};

const text = (json: string): Uint8Array => new TextEncoder().encode(json);

/** The declared size of a file in the directory of an archive. */
const declared = (name: string, size: number): Uint8Array => {
  const bytes = keras.slice();
  const view = new DataView(bytes.buffer);
  const text = Buffer.from(bytes).toString('latin1');
  view.setUint32(text.lastIndexOf(name) - 22, size, true);
  return bytes;
};

const cases: readonly (readonly [what: string, make: () => Uint8Array, code: string, message: RegExp])[] = [
  ['no bytes', () => new Uint8Array(), 'bad-file', /no \.keras and no HDF5 file/],
  ['other bytes', () => new TextEncoder().encode('\u0000PNG'), 'bad-file', /no \.keras and no HDF5 file/],
  ['a model.json without weights', () => text('{"modelTopology": {}}'), 'bad-file', /no weightsManifest/],
  ['a model.json that is no JSON', () => text('{"modelTopology"'), 'bad-file', /is no JSON/],
  ['a graph model', () => text('{"format": "graph-model"}'), 'unsupported-model', /graphModelNetwork/],
  ['a .keras file cut off', () => keras.slice(0, -100), 'bad-file', /no directory at its end/],
  ['an HDF5 file cut off', () => hdf5.slice(0, hdf5.length >> 1), 'bad-file', /ends at byte/],
  [
    'an archive of something else',
    () => zipSync({ 'word\u0007.xml': new Uint8Array(3) }),
    'bad-file',
    /no config\.json/,
  ],
  [
    'a byte of weights changed',
    () => changedByte(keras),
    'bad-file',
    /other bytes than were put in|cannot be unpacked/,
  ],
  ['a zip bomb', () => declared('model.weights.h5', 0xf000_0000), 'bad-file', /unpacks to 4026531840, too many/],
  ['a configuration as large as a bomb', () => declared('config.json', 0xf000_0000), 'bad-file', /more than 134217728/],
  ['a configuration that is no JSON', () => replacedConfig('{'), 'bad-file', /is no JSON/],
  [
    'a configuration of a class of its own',
    () => replacedConfig('{"class_name": "My\\u0000Net"}'),
    'unsupported-model',
    /class "My/,
  ],
  [
    'a Lambda layer',
    () => withLayers((layers) => Object.assign(layer(layers, 'flatten'), { class_name: 'Lambda' })),
    'unsupported-layer',
    /"flatten" of class Lambda holds Python/,
  ],
  [
    'a layer of the user, whose name has control characters',
    () => withLayers((layers) => Object.assign(layer(layers, 'flatten'), { class_name: 'My\u001b[31mLayer' })),
    'unsupported-layer',
    /"flatten" of class My.*Layer is not supported/,
  ],
  [
    'a layer that acts as in training',
    () =>
      changedKeras('branches-2.keras', ({ config }) => {
        const { layers } = (config as { config: { layers: Layers } }).config;
        (layer(layers, 'end').inbound_nodes as [string, number, number, object][][])[0][0][3] = { training: true };
      }),
    'unsupported-layer',
    /"end" of class Conv2D is told to act as in training/,
  ],
  [
    'a quantised layer',
    () => withLayers((layers) => (layer(layers, 'classes').config['dtype'] = { class_name: 'QuantizedDTypePolicy' })),
    'unsupported-layer',
    /"classes" has quantised weights/,
  ],
  [
    'a layer that waits for itself',
    () => withLayers((layers) => (layer(layers, 'add').inbound_nodes = layer(layers, 'end').inbound_nodes)),
    'bad-file',
    /waits for/,
  ],
  [
    'two layers of one name',
    () => withLayers((layers) => Object.assign(layer(layers, 'add'), { name: 'end' })),
    'bad-file',
    /two layers "end"/,
  ],
  [
    'a layer of another size than its weights',
    () => withLayers((layers) => (layer(layers, 'classes').config['units'] = 4)),
    'bad-file',
    /"classes" takes a weight of shape \[3, 4\], and the file has \[3, 3\]/,
  ],
  [
    'a layer of more units than there is memory',
    () => withLayers((layers) => (layer(layers, 'classes').config['units'] = 1e9)),
    'bad-file',
    /units is 1000000000/,
  ],
  [
    'a layer without its weights',
    () => withLayers((layers) => Object.assign(layer(layers, 'flatten'), dense)),
    'bad-file',
    /lacks the weight "kernel" of the layer "flatten"/,
  ],
  [
    'weights of an activation that is unknown',
    () => withLayers((layers) => (layer(layers, 'end').config['activation'] = 'my_relu')),
    'unsupported-layer',
    /"end".*"my_relu"/,
  ],
  [
    'an HDF5 file of weights alone',
    () => replaced(hdf5, 'model_config', 'modem_config'),
    'unsupported-model',
    /not model\.save_weights/,
  ],
  [
    'an HDF5 file without weights',
    () => replaced(hdf5, 'model_weights\0', 'modem_weights\0'),
    'bad-file',
    /no group model_weights/,
  ],
];

test.each([
  ['external-link', /"model_weights" to another file, which is not followed/],
  ['soft-link', /"kernel" to another place, which is not followed/],
  ['external-data', /keeps a data set in another file/],
])('HDF5 with an %s is refused', async (name, message) => {
  const bytes = fileNamed(`${name}.h5`);
  const refusal = await refused(() => kerasModel(bytes));
  expect(refusal.message).toMatch(message);
  expect(refusal.code).toBe('unsupported-model');
});

const dense = { class_name: 'Dense', config: { name: 'flatten', units: 2 } };

const changedByte = (bytes: Uint8Array): Uint8Array => {
  const other = bytes.slice();
  other[bytes.length >> 1] ^= 16;
  return other;
};

const replacedConfig = (text: string): Uint8Array => zipSync({ 'config.json': new TextEncoder().encode(text) });

test.each(cases)('%s is refused in one sentence', async (_, make, code, message) => {
  const bytes = make();
  const refusal = await refused(() => kerasModel(bytes));
  expect(refusal.message).toMatch(message);
  expect(refusal.code).toBe(code);
});

test('options and bytes that are none are refused', async () => {
  expect(await refused(() => kerasModel('x' as never))).toMatchObject({ code: 'bad-file' });
  expect(await refused(() => kerasModel(keras, { form: 'tensors' as never }))).toMatchObject({ code: 'bad-option' });
  expect(await refused(() => kerasModel(keras, { from: 'auto' } as never))).toMatchObject({ code: 'bad-option' });
});

/** What is done to bytes: some are changed, or the rest is cut off. */
type Damage = { readonly at: number; readonly to: number }[] | number;

const damages = (good: Uint8Array): fc.Arbitrary<Damage> => {
  const to = fc.oneof(fc.constantFrom(0, 1, 255), fc.nat(255));
  const change = fc.record({ at: fc.nat({ max: good.length - 1 }), to });
  return fc.oneof(
    { weight: 1, arbitrary: fc.nat({ max: good.length }) },
    { weight: 5, arbitrary: fc.array(change, { minLength: 1, maxLength: 6 }) },
  );
};

const damaged = (good: Uint8Array, damage: Damage): Uint8Array => {
  if (typeof damage === 'number') return good.slice(0, damage);
  const bytes = good.slice();
  for (const { at, to } of damage) bytes[at] = to;
  return bytes;
};

const settled = async (bytes: Uint8Array): Promise<void> => {
  const refusal = await tryRefusal(async () => {
    const model = await kerasModel(bytes);
    model.dispose();
  });
  if (refusal) expect(refusal.code).toMatch(/^(?:bad-|unsupported-)/);
};

test.each([
  ['an archive', keras],
  ['HDF5', hdf5],
])('whatever bytes of %s are changed, it is read or refused in one sentence', (_, good) =>
  fc.assert(
    fc.asyncProperty(damages(good), (damage) => settled(damaged(good, damage))),
    { numRuns: 25 },
  ),
);

test('whatever bytes of the weights in an archive are changed, they are read or refused in one sentence', () => {
  const found: Uint8Array[] = [];
  changedKeras('branches-3.keras', (parts) => found.push(parts.weights));
  const [weights] = found;
  return fc.assert(
    fc.asyncProperty(damages(weights), (damage) =>
      settled(changedKeras('branches-3.keras', (parts) => (parts.weights = damaged(weights, damage)))),
    ),
    { numRuns: 25 },
  );
});

/** Every place in a value of JSON: the keys that lead to it. */
const placesIn = (value: unknown, way: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...way, key], ...placesIn(inner, [...way, key])])
    : [];

const put = (root: unknown, way: readonly (string | number)[], value: unknown): void => {
  const parent = way.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root);
  (parent as Record<string, unknown>)[way.at(-1)!] = value;
};

test.each(['branches-3.keras', 'squeezes-3.keras', 'squeezes-2.keras'])(
  'whatever stands in the configuration of %s, it is read or refused in one sentence',
  (name) => {
    let config: unknown;
    changedKeras(name, (parts) => (config = parts.config));
    const places = placesIn(config);
    const values = [
      null,
      0,
      -1,
      1.5,
      1e9,
      true,
      '',
      'x\u0007',
      'linear',
      '__proto__',
      [],
      [[]],
      {},
      [null, -3, 'a'],
      [1e9, 1e9],
    ];
    const change = fc.record({ at: fc.nat({ max: places.length - 1 }), to: fc.constantFrom(...values) });
    return fc.assert(
      fc.asyncProperty(change, ({ at, to }) =>
        settled(changedKeras(name, (parts) => put(parts.config, places[at], to))),
      ),
      { numRuns: 25 },
    );
  },
);
