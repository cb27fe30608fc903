import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { refused } from '@interp/testing/refusal';

/** The part of the backend that these tests are of. */
interface RecordingBackend {
  recordKernels?: object | undefined;
  numDataIds(): number;
}

const backendOf = (): RecordingBackend => tf.backend();
const bits = (x: tf.Tensor): Uint32Array => new Uint32Array(Float32Array.from(x.dataSync()).buffer);
const held = (): number => backendOf().numDataIds();
const valuesOf = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(random(seed).uniforms(tf.util.sizeFromShape(shape), -1, 1), shape);

/** Does something without what was recorded. */
const unrecorded = <T>(work: () => T): T => {
  const backend = backendOf();
  const { recordKernels } = backend;
  backend.recordKernels = undefined;
  try {
    return work();
  } finally {
    backend.recordKernels = recordKernels;
  }
};

/** Fills memory that was given back by tensors as large as a model's weights. */
const overwriteFreed = (model: LayersModel): void => {
  tf.tidy(() => {
    for (let i = 0; i < 10; i++) for (const { size } of model.getWeights()) tf.fill([size], Number.MAX_VALUE);
  });
};

/** What runs the garbage collector. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

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
    const collect = collector();
    const settled = async (): Promise<number> => {
      for (let i = 0; i < 3; i++) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return held();
    };
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
});
