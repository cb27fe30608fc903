import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as functional, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { classifier, random, type Classifier, type Random } from '@interp/core';
import { lrp } from '@interp/lrp';
import { unlessSlow } from '@interp/testing/backend-under-test';
import { codeOf, refused } from '@interp/testing/refusal';
import { apply } from '@interp/testing/small-model-parts';
import { randomise, smallModels } from '@interp/testing/small-models';
import { counted, held, overwriteFreed, records, settled, unrecorded } from './recordings.js';

const bits = (x: tf.Tensor): Uint32Array => new Uint32Array(Float32Array.from(x.dataSync()).buffer);
const valuesOf = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(random(seed).uniforms(tf.util.sizeFromShape(shape), -1, 1), shape);

/** What is read of tensors, which are freed then. */
const inTidy = <T>(work: () => T): T => {
  let found: T;
  tf.tidy(() => void (found = work()));
  return found!;
};

const lenetLike = (filters: number) =>
  sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 12, 1], filters, kernelSize: 5, activation: 'sigmoid' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 12, activation: 'relu' }),
      layers.dense({ units: 4, activation: 'softmax' }),
    ],
  });

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

describe('the gradient of a network, repeated', () => {
  const start = (logits: tf.Tensor2D): tf.Tensor2D => tf.mul(logits, 0.5);
  /** Bits of scores and gradient of a batch, without and with what is recorded. */
  const both = (network: ReturnType<typeof classifier>, n: number, seed: number) => {
    const x = valuesOf([n, 12, 12, 1], seed);
    const run = (): Uint32Array[] =>
      inTidy(() => {
        const { logits, gradient } = network.gradient(x, start);
        return [bits(logits), bits(gradient), bits(network.logits(x))];
      });
    const found = { again: run(), once: unrecorded(run) };
    x.dispose();
    return found;
  };

  it('has the bits of the first, for one image and several, and follows the weights', async () => {
    const model = lenetLike(6);
    const network = classifier(model);
    const copies: tf.Tensor[] = [];
    for (const n of [1, 7, 1])
      for (let run = 0; run < 7; run++) {
        const { once, again } = both(network, n, 100 * n + run);
        expect(again).toEqual(once);
        if (run === 4) {
          // An old value that somebody keeps must not be taken for the weight.
          copies.push(...model.getWeights().map((weight) => tf.clone(weight)));
          model.setWeights(model.getWeights().map((weight) => tf.tidy(() => tf.mul(weight, 1.5))));
        }
      }
    tf.dispose(copies);
    model.dispose();
    const x = valuesOf([1, 12, 12, 1], 1);
    expect(await refused(() => network.logits(x))).toMatchObject({ code: 'unsupported-model' });
    x.dispose();
  });

  it('leaves nothing where a pass cannot be recorded, whatever the activation', () => {
    const all = [
      ...[0, -0.5, 0.3].map((alpha) => () => layers.leakyReLU({ alpha })),
      ...(['softmax', 'softsign', 'hardSigmoid', 'swish', 'mish', 'logSoftmax', 'gelu'] as const).map(
        (activation) => () => layers.activation({ activation: activation as 'softmax' }),
      ),
      () => layers.prelu(),
      () => layers.reLU({ maxValue: 0.5 }),
      () => layers.thresholdedReLU(),
    ];
    for (const make of all) {
      const end = layers.dense({ units: 3 });
      const model = randomise(sequential({ layers: [layers.dense({ inputShape: [4], units: 5 }), make(), end] }), 4);
      const network = classifier(model);
      const x = valuesOf([2, 4], 3);
      inTidy(() => network.gradient(x, start));
      const before = tf.memory().numTensors;
      for (let run = 0; run < 9; run++) {
        const { logits, gradient } = network.gradient(x, start);
        tf.dispose([logits, gradient, network.logits(x)]);
      }
      expect(tf.memory().numTensors).toBe(before);
      x.dispose();
      model.dispose();
    }
  });

  it('is right where its start asks for another gradient of the same network', () => {
    const model = lenetLike(5);
    const network = classifier(model);
    const [x, other] = [valuesOf([2, 12, 12, 1], 5), valuesOf([2, 12, 12, 1], 6)];
    const find = (): Uint32Array =>
      inTidy(() => {
        const nested = (logits: tf.Tensor2D): tf.Tensor2D => {
          network.gradient(other, start);
          return start(logits);
        };
        return bits(network.gradient(x, nested).gradient);
      });
    const first = find();
    for (let run = 0; run < 6; run++) expect(find()).toEqual(first);
    model.dispose();
  });

  it.each<[what: string, change: (model: LayersModel, x: tf.Tensor) => void]>([
    [
      'its weights were others in between',
      (model) => {
        const own = model.getWeights().map((weight) => tf.clone(weight));
        const network = classifier(model);
        for (const weights of [own.map((weight) => tf.mul(weight, 2)), own]) {
          model.setWeights(weights);
          const many = valuesOf([3, 12, 12, 1], 7);
          network.gradient(many, start);
        }
      },
    ],
    [
      'its weights were on another backend',
      (model, x) => {
        void tf.setBackend('cpu');
        model.predict(x);
        void tf.setBackend('wasm');
      },
    ],
  ])('does not read memory that was given back, where %s', (_, change) => {
    const model = lenetLike(7);
    const network = classifier(model);
    const x = valuesOf([1, 12, 12, 1], 8);
    const find = (): Uint32Array => inTidy(() => bits(network.gradient(x, start).gradient));
    const first = find();
    for (let run = 0; run < 5; run++) find();
    tf.tidy(() => {
      change(model, x);
    });
    overwriteFreed(model);
    expect(find()).toEqual(first);
    model.dispose();
    x.dispose();
  });

  it('takes weights from another backend also when it is recorded', () => {
    const model = lenetLike(7);
    const network = classifier(model);
    const x = valuesOf([1, 12, 12, 1], 10);
    const find = (): Uint32Array => inTidy(() => bits(network.gradient(x, start).gradient));
    const first = find();
    for (let run = 1; run < 6; run++) {
      void tf.setBackend('cpu');
      tf.dispose(model.predict(x));
      void tf.setBackend('wasm');
      expect(find()).toEqual(first);
      for (let again = 0; again < run; again++) expect(find()).toEqual(first);
    }
    model.dispose();
    x.dispose();
  });

  it.each<[what: string, during: (model: LayersModel, x: tf.Tensor) => void]>([
    [
      'runs so many other networks that its recording is freed',
      (_, x) => {
        for (let i = 0; i < 4; i++) {
          const other = classifier(lenetLike(3));
          for (let run = 0; run < 5; run++) other.gradient(x, start);
        }
      },
    ],
    [
      'assigns other weights',
      (model) => {
        model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 1)));
      },
    ],
  ])('is right where its start %s', (_, during) => {
    const model = lenetLike(7);
    const network = classifier(model);
    const x = valuesOf([1, 12, 12, 1], 9);
    const find = (meanwhile?: typeof during): Uint32Array =>
      inTidy(() => {
        const nested = (logits: tf.Tensor2D): tf.Tensor2D => {
          if (meanwhile) {
            tf.tidy(() => {
              meanwhile(model, x);
            });
            overwriteFreed(model);
          }
          return start(logits);
        };
        return bits(network.gradient(x, nested).gradient);
      });
    const first = find();
    for (let run = 0; run < 5; run++) find();
    expect(find(during)).toEqual(first);
    model.dispose();
    x.dispose();
  });

  it('does not keep networks from being garbage-collected, nor what was recorded of them', async () => {
    const before = await settled();
    const use = (): WeakRef<LayersModel> => {
      const model = lenetLike(4);
      const network = classifier(model);
      for (const n of [1, 2, 3]) {
        const x = valuesOf([n, 12, 12, 1], n);
        for (let run = 0; run < 5; run++) tf.dispose(Object.values(network.gradient(x, start)));
        x.dispose();
      }
      model.dispose();
      return new WeakRef(model);
    };
    const used = [use(), use()];
    expect(await settled()).toBeLessThanOrEqual(before);
    expect(used.map((model) => model.deref())).toEqual([undefined, undefined]);
  });

  it('holds no more than a few recordings', () => {
    /** How many tensors more the backend holds after some networks: variants of weights live until garbage is collected. */
    const growth = (networks: number): number => {
      const before = held();
      for (let i = 0; i < networks; i++) {
        const model = lenetLike(4);
        const network = classifier(model);
        const x = valuesOf([1, 12, 12, 1], i);
        for (let run = 0; run < 6; run++) tf.dispose(Object.values(network.gradient(x, start)));
        tf.dispose(x);
        model.dispose();
      }
      return held() - before;
    };
    growth(6);
    const without = unrecorded(() => growth(5));
    expect(growth(5)).toBe(without);
  });

  it('is recorded also where scores alone come before it', () => {
    const model = lenetLike(5);
    const network = classifier(model);
    const x = valuesOf([1, 12, 12, 1], 11);
    for (let run = 0; run < 5; run++) tf.dispose(network.logits(x));
    const { made } = counted(() => {
      for (let run = 5; run < 16; run++) tf.dispose(Object.values(network.gradient(x, start)));
    });
    expect(made).toBe(records() ? 1 : 0);
    model.dispose();
    x.dispose();
  });
});

describe('a network among others, in a random sequence of work', () => {
  interface Subject {
    readonly model: LayersModel;
    readonly network: Classifier;
    readonly put: tf.Tensor[][];
  }

  /** Networks that are recorded; two of them share a layer. */
  const subjectsOf = (seed: number): Subject[] => {
    const shared = layers.dense({ units: 5, activation: 'sigmoid' });
    const sharing = (): LayersModel => {
      const x = input({ shape: [6] });
      return functional({ inputs: x, outputs: apply(layers.dense({ units: 3 }), apply(shared, x)) });
    };
    const names = ['two convolutions', 'separable', 'batch normalisation after a convolution', 'a layer used twice'];
    const built = smallModels.filter(({ name }) => names.includes(name)).map(({ build }) => build());
    return [...built, sharing(), sharing()].map((model, i) => {
      randomise(model, seed + i);
      return { model, network: classifier(model, { returns: 'values' }), put: [] };
    });
  };

  /** What may happen between two gradients, besides gradients of others. */
  const events: readonly ((subject: Subject, draw: Random) => void)[] = [
    ({ model }, draw) => void randomise(model, draw.integer(100)),
    ({ model, put }) => void put.push(model.getWeights().map((weight) => tf.keep(tf.clone(weight)))),
    ({ model, put }) => {
      if (put.length > 0) model.setWeights(put.at(-1)!);
    },
    ({ model, put }) => {
      if (put.length === 0) return;
      model.setWeights(put[0]);
      tf.dispose(put.shift());
    },
    ({ model }, draw) => {
      const variable = model.weights[draw.integer(model.weights.length)];
      variable.write(tf.mul(variable.read(), 1.5));
    },
    ({ network }) => void lrp(network, tf.ones([2, ...network.inputShape]), { target: 0 }),
    ({ model, network }) => {
      void tf.setBackend('cpu');
      model.predict(tf.ones([1, ...network.inputShape]));
      void tf.setBackend('wasm');
    },
    ({ network }) => {
      const fails = (): never => {
        throw new Error('of its own');
      };
      expect(codeOf(() => network.gradient(tf.ones([1, ...network.inputShape]), fails))).toBe('unsupported-model');
    },
  ];

  it.each([1, 2])('has the bits that it has by itself (seed %i)', (seed) => {
    const draw = random(seed);
    const subjects = subjectsOf(10 * seed);
    const kept: { tensor: tf.Tensor; was: Uint32Array }[] = [];
    const { played } = counted(() => {
      for (let turn = 0; turn < unlessSlow(50, 8); turn++) {
        const subject = subjects[draw.integer(subjects.length)];
        const { network, model } = subject;
        tf.tidy(() => {
          events[draw.integer(events.length)](subject, draw);
        });
        const shape = [1 + draw.integer(2), ...network.inputShape];
        for (let run = draw.integer(10); run > 0; run--) {
          overwriteFreed(model);
          tf.tidy(() => {
            const x = tf.tensor(draw.normals(tf.util.sizeFromShape(shape)), shape);
            const start = tf.tensor2d(draw.normals(3 * shape[0]), [shape[0], 3]);
            const find = (): tf.Tensor[] => {
              const { logits, gradient } = network.gradient(x, (scores) => tf.add(scores, start));
              return [logits, gradient];
            };
            const [again, once] = [find(), unrecorded(find)];
            expect(again.map(bits)).toEqual(once.map(bits));
            if (run === 2) kept.push({ tensor: tf.keep(again[1]), was: bits(again[1]) });
          });
        }
      }
    });
    for (const { tensor, was } of kept) expect(bits(tensor)).toEqual(was);
    if (records()) expect(played).toBeGreaterThan(100);
    tf.dispose(kept.map(({ tensor }) => tensor));
    tf.dispose(subjects.flatMap(({ model, put }) => [...put.flat(), ...model.getWeights()]));
  });
});
