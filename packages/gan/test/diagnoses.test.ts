import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { discriminator, generator, minimax, noPenalty, trainGan } from '../src/index.js';
import { refused } from '@interp/testing/refusal';
import { data } from './toy-run.js';
import { toyPair } from './toy.js';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('what goes wrong is said', () => {
  test('a discriminator that wins outright', async () => {
    const generatorModel = generator({ latentSize: 4, hidden: [8], outputShape: [4, 4, 1], seed: 1 });
    const discriminatorModel = discriminator({ inputShape: [4, 4, 1], hidden: [32], seed: 2 });
    const seen: string[] = [];
    const { diagnoses, history } = await trainGan(generatorModel, discriminatorModel, data, {
      epochs: 160,
      batch: 8,
      loss: minimax(),
      penalty: noPenalty,
      rate: 1e-7,
      discriminatorRate: 0.01,
      onStep: ({ value }) => void seen.push(...value.diagnoses.map(({ name }) => name)),
    });
    expect(diagnoses.map(({ name }) => name)).toContain('discriminator-wins');
    expect(diagnoses[0].message).toContain('R1');
    expect(seen).toEqual(diagnoses.map(({ name }) => name));
    expect(history.flatMap(({ diagnoses: names }) => names)).toContain('discriminator-wins');
    generatorModel.dispose();
    discriminatorModel.dispose();
  });

  test('a collapse', async () => {
    const generatorModel = generator({ latentSize: 4, hidden: [8], outputShape: [4, 4, 1], seed: 1 });
    tf.tidy(() => {
      generatorModel.weights[2].write(tf.zeros(generatorModel.weights[2].shape as number[]));
    });
    const discriminatorModel = discriminator({ inputShape: [4, 4, 1], hidden: [8], seed: 2 });
    const { diagnoses } = await trainGan(generatorModel, discriminatorModel, data, {
      epochs: 120,
      batch: 8,
      rate: 1e-7,
    });
    expect(diagnoses.map(({ name }) => name)).toEqual(['collapse']);
    generatorModel.dispose();
    discriminatorModel.dispose();
  });

  test('a divergence, without waiting', async () => {
    const { generatorModel, discriminatorModel, dispose } = toyPair();
    const { diagnoses } = await trainGan(generatorModel, discriminatorModel, data, { epochs: 2, batch: 8, rate: 1e4 });
    expect(diagnoses.map(({ name }) => name)).toContain('divergence');
    expect(diagnoses[0].message).toContain('lower the rate');
    dispose();
  });

  test('losses that are no numbers: the last good checkpoint stays', async () => {
    const { generatorModel, discriminatorModel, dispose } = toyPair();
    let kept = 0;
    const error = await refused(() =>
      trainGan(generatorModel, discriminatorModel, data, {
        epochs: 400,
        batch: 8,
        rate: 1e30,
        checkpointEvery: 1,
        onCheckpoint: (_, { step }) => {
          kept = step;
        },
      }),
    );
    expect(error.code).toBe('not-finite');
    expect(kept).toBeLessThan(400);
    dispose();
  });
});
