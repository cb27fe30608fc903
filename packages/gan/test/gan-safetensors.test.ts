import { readSafetensors } from '@interp/files';
import '@tensorflow/tfjs-backend-cpu';
import { discriminator, epochText, ganToSafetensors, generator } from '../src/index.js';

test('every weight of both networks is there under the name of its layer', () => {
  const networks = {
    generator: generator({ latentSize: 3, seed: 1 }),
    discriminator: discriminator({ seed: 2 }),
  };
  const { tensors } = readSafetensors(ganToSafetensors(networks));
  const weights = Object.entries(networks).flatMap(([name, { layers }]) =>
    layers.flatMap((layer) => layer.weights.map((weight) => ({ name, layer: layer.name, weight }))),
  );
  expect(tensors.size).toBe(weights.length);
  for (const { name, layer, weight } of weights) {
    const kept = tensors.get(`${name}.${layer}.${weight.originalName.split('/').at(-1)}`)!;
    expect(kept.shape).toEqual(weight.shape);
    expect(Array.from(kept.data as Float32Array).slice(0, 50)).toEqual(
      Array.from(weight.read().dataSync()).slice(0, 50),
    );
  }
  for (const model of Object.values(networks)) model.dispose();
});

test('an epoch in a few words', () => {
  expect(epochText({ discriminatorLoss: 1.0891, generatorLoss: 0.6894, pairwiseAccuracy: 0.875 })).toBe(
    'discriminator 1.089, generator 0.689, 87.50 % of the pairs told apart',
  );
});
