import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@interp/files/node';
import { refusal } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { decodeFloat, encodeFloat } from '../src/safetensors/short-floats.js';

let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'interp-short-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Config = Record<string, unknown> & { layer?: { config: Config } };
interface File {
  readonly modelTopology: { readonly model_config?: Topology } & Topology;
  readonly weightsManifest: readonly { readonly paths: string[]; readonly weights: Weight[] }[];
}
interface Topology {
  readonly config: { readonly layers: readonly { readonly config: Config }[] };
}
type Weight = Record<string, unknown> & { shape: number[] };

/** A file of a small model, with layers in a layer. */
const written = async (name: string): Promise<{ readonly path: string; readonly file: File }> => {
  const net = randomise(
    sequential({
      layers: [
        layers.conv1d({ filters: 3, kernelSize: 2, inputShape: [5, 2], activation: 'relu' }),
        layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
    3,
  );
  const path = await saveModel(net, join(folder, name));
  net.dispose();
  return { path, file: JSON.parse(readFileSync(path, 'utf8')) as File };
};

type Stored = readonly [bytes: ArrayBufferView, of: object, back: Float32Array];

const asHalves = (values: Float32Array): Stored => {
  const halves = Uint16Array.from(values, (value) => encodeFloat['F16']!(value));
  return [halves, {}, Float32Array.from(halves, (half) => decodeFloat['F16']!(half))];
};

const asCodes =
  (array: Uint8ArrayConstructor | Uint16ArrayConstructor, most: number) =>
  (values: Float32Array): Stored => {
    const [min, max] = [Math.min(...values), Math.max(...values)];
    const scale = (max - min) / most;
    const codes = array.from(Array.from(values, (value) => Math.round((value - min) / scale)));
    return [codes, { min, scale }, Float32Array.from(codes, (code) => code * scale + min)];
  };

/** What a weight is stored as, and what becomes of its values then. */
const stored: Readonly<Record<string, (values: Float32Array) => Stored>> = {
  float16: asHalves,
  uint8: asCodes(Uint8Array, 255),
  uint16: asCodes(Uint16Array, 65_535),
};

test.each(Object.keys(stored))('weights that are stored as %s are what they stand for', async (dtype) => {
  const { path, file } = await written(dtype);
  const [{ paths, weights }] = file.weightsManifest;
  const bytes = readFileSync(join(folder, dtype, paths[0]));
  const parts: Buffer[] = [];
  const expected: number[] = [];
  let from = 0;
  for (const weight of weights) {
    const size = weight.shape.reduce((a, b) => a * b, 1);
    const values = new Float32Array(Uint8Array.from(bytes.subarray(from, (from += 4 * size))).buffer);
    const [codes, quantization, back] = stored[dtype](values);
    parts.push(Buffer.from(codes.buffer as ArrayBuffer));
    weight['quantization'] = { dtype, original_dtype: 'float32', ...quantization };
    expected.push(...back);
  }
  writeFileSync(path, JSON.stringify(file));
  writeFileSync(join(folder, dtype, paths[0]), Buffer.concat(parts));
  const model = await loadModel(path);
  const found = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
});

const policy = (name: string): object => ({ class_name: 'Policy', config: { name } });

test.each([['float16'], ['bfloat16'], ['float64'], ['mixed_float16'], [policy('mixed_bfloat16')], [policy('float32')]])(
  'layers of %j run in float32, also those in other layers',
  async (dtype) => {
    const { path, file } = await written('policy');
    const plain = await loadModel(path);
    const x = randomBatch(plain, 2, 7);
    const { config } = file.modelTopology.model_config ?? file.modelTopology;
    for (const layer of config.layers) {
      layer.config['dtype'] = dtype;
      if (layer.config.layer) layer.config.layer.config['dtype'] = dtype;
    }
    writeFileSync(path, JSON.stringify(file));
    const answer = (await loadModel(path)).predict(x) as tf.Tensor;
    expect(Array.from(answer.dataSync())).toEqual(Array.from((plain.predict(x) as tf.Tensor).dataSync()));
  },
);

test('codes without a scale are refused', async () => {
  const { path, file } = await written('no-scale');
  for (const weight of file.weightsManifest[0].weights) weight['quantization'] = { dtype: 'uint8' };
  writeFileSync(path, JSON.stringify(file));
  const [{ paths, weights }] = file.weightsManifest;
  const size = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  writeFileSync(join(folder, 'no-scale', paths[0]), Buffer.alloc(size));
  expect(await refusal(() => loadModel(path))).toBe('bad-file');
});
