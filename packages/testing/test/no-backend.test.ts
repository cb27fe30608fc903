import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInterpError } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'no-backend-'));
  const layers = [{ class_name: 'Dense', config: { name: 'd', units: 1, batch_input_shape: [null, 1] } }];
  const weights = ['kernel', 'bias'].map((name) => ({
    name: `d/${name}`,
    dtype: 'float32',
    shape: name === 'bias' ? [1] : [1, 1],
  }));
  const modelTopology = { class_name: 'Sequential', config: { name: 's', layers } };
  const weightsManifest = [{ paths: ['w.bin'], weights }];
  await writeFile(join(folder, 'w.bin'), new Uint8Array(8));
  await writeFile(
    join(folder, 'model.json'),
    JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const uses: readonly (readonly [string, () => unknown])[] = [
  ['images', () => sampleDigits().images([1])],
  ['pretrained', () => pretrained('lenet')],
  ['loadModel', () => loadModel(join(folder, 'model.json'))],
];

test.each(uses)('%s before a backend is started: says to start one', async (_, use) => {
  // eslint-disable-next-line no-restricted-syntax -- the harness needs a backend
  const error: unknown = await Promise.resolve()
    .then(use)
    .catch((reason: unknown) => reason);
  expect(isInterpError(error)).toBe(true);
  expect(error).toMatchObject({ code: 'no-backend', message: expect.stringContaining('startBackend()') as string });
});
