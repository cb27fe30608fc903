import { startBackend } from '@interp/backend';
import { classifier, networkOf, type Classifier, type LabelledImages } from '@interp/core';
import { decoder, trainGan } from '@interp/gan';
import { explanationOf } from '@interp/lrp';
import { joinInputs, units, values } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as modelOf, sequential, type LayersModel } from '@tensorflow/tfjs-layers';

beforeAll(() => startBackend('wasm'));

const cell = { units: 3, recurrentInitializer: 'glorotUniform' } as const;
const dropping = { ...cell, dropout: 0.5, recurrentDropout: 0.5 };
const rows = { inputShape: [3, 2] };

/** Every recurrent layer of TensorFlow.js, and what can have one in it. */
const recurrent: Readonly<Record<string, (of: typeof cell) => layers.Layer>> = {
  LSTM: (of) => layers.lstm({ ...of, ...rows }),
  GRU: (of) => layers.gru({ ...of, ...rows }),
  SimpleRNN: (of) => layers.simpleRNN({ ...of, ...rows }),
  'RNN of a cell': (of) => layers.rnn({ cell: layers.lstmCell(of), ...rows }),
  'RNN of two cells': (of) => layers.rnn({ cell: [layers.gruCell(of), layers.simpleRNNCell(of)], ...rows }),
  Bidirectional: (of) => layers.bidirectional({ layer: layers.lstm(of), mergeMode: 'concat', ...rows }),
  'a model with TimeDistributed': (of) => {
    const step = [layers.reshape({ targetShape: [1, 2], inputShape: [2] }), layers.gru(of)];
    const distributed = layers.timeDistributed({ layer: sequential({ layers: step }), ...rows });
    return sequential({ layers: [distributed, layers.globalAveragePooling1d({})] });
  },
  'a model of one': (of) => sequential({ layers: [layers.lstm({ ...of, ...rows })] }),
};

const ofTwoClasses = (name: string, of = dropping): LayersModel =>
  sequential({ layers: [recurrent[name](of), layers.dense({ units: 2, activation: 'softmax' })] });

const some = (n = 2): tf.Tensor => tf.randomUniform([n, 3, 2], 0, 1, 'float32', 3);

const dispose = (...made: object[]): void =>
  tf.dispose(made.map((one) => (one instanceof tf.Tensor ? one : { ...one })));

const passes = (net: Classifier) => (x: tf.Tensor) =>
  dispose(
    net.logits(x),
    net.gradient(x, (logits) => tf.onesLike(logits)),
  );

type Pass = (x: tf.Tensor) => unknown;

/** Ways in which layers are run. */
const ways: Readonly<Record<string, (model: LayersModel) => Pass>> = {
  'a classifier': (model) => (x) => passes(classifier(model))(x),
  'scores as in training, on a tape': (model) => (x) =>
    dispose(tf.variableGrads(() => tf.sum(networkOf(model).scores(x, { training: true })))),
  'the whole network': (model) => (x) => dispose(networkOf(model).run(x)),
  'units in it': (model) => passes(units(networkOf(model), networkOf(model).layers.at(-2)!.name)),
  'two inputs': (model) => {
    const [a, b] = [input({ shape: [3, 2], name: 'a' }), input({ shape: [2], name: 'b' })];
    const two = modelOf({ inputs: [a, b], outputs: layers.add().apply([model.apply(a) as typeof a, b]) as typeof a });
    return (x) => {
      const beside = tf.zeros([x.shape[0], 2]);
      const joined = joinInputs(two, { a: x, b: beside });
      dispose(joined.x, beside, values(joined.network).logits(joined.x));
    };
  },
  'an explanation': (model) => (x) => dispose(explanationOf({ method: 'gradient' })(classifier(model), x)),
};

const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

describe.each(Object.keys(recurrent))('%s with dropout', (name) => {
  test.each(Object.entries(ways))('leaves nothing of a pass: %s', async (_, way) => {
    const left = async (model: LayersModel): Promise<number> => {
      const before = tf.memory().numTensors;
      const pass = way(model);
      for (const n of [2, 2, 4]) {
        const x = some(n);
        await pass(x);
        x.dispose();
      }
      return tf.memory().numTensors - before;
    };
    expect(await left(ofTwoClasses(name))).toBe(
      await left(ofTwoClasses(name, { ...dropping, dropout: 0, recurrentDropout: 0 })),
    );
  });

  test('is what it is without dropout, also after a step of training and for batches of other sizes', () => {
    tf.tidy(() => {
      const model = ofTwoClasses(name);
      const [x, more] = [some(), some(4)];
      networkOf(model).scores(x, { training: true });
      const right = classifier(model).logits(more);
      networkOf(model).scores(x, { training: true });
      const found = classifier(model).logits(more);
      expect(apart(found, right)).toBeLessThan(1e-5);
      expect(apart(model.predict(more) as tf.Tensor, tf.softmax(right))).toBeLessThan(1e-5);
    });
  });
});

test('a generator and a discriminator with recurrent layers leave nothing of their training', async () => {
  const generator = sequential({
    layers: [
      layers.reshape({ targetShape: [2, 2], inputShape: [4] }),
      layers.gru({ ...dropping, units: 6 }),
      layers.reshape({ targetShape: [3, 2] }),
    ],
  });
  const discriminator = sequential({ layers: [recurrent['Bidirectional'](dropping), layers.dense({ units: 1 })] });
  const data: LabelledImages = {
    size: 4,
    inputShape: [3, 2],
    labels: new Int32Array(4),
    images: (indices) => tf.sub(some(indices.length), 0.5),
  };
  const before = tf.memory().numTensors;
  await trainGan(generator, discriminator, data, { epochs: 1, batch: 2, snapshots: { at: [1], count: 2 } });
  const z = tf.zeros<tf.Rank.R2>([2, 4]);
  tf.dispose([z, decoder(generator).decode(z)]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([...generator.weights, ...discriminator.weights].map((weight) => weight.read()));
});
