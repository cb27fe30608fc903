import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { kernelTable } from '../src/compiled/kernel-table.js';
import { bytes } from '../src/compiled/bytes.js';
import { mostParts } from '../src/threads/board.js';
import { kernelPool } from '../src/threads/kernel-pool.js';
import { poolOf, setPool } from '../src/threads/pools.js';
import { withSharedMemory } from '../src/threads/shared-memory.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { ziggurat } from '../../rbm/src/sampling/ziggurat.js';
import { valuesOf } from './random-cases.js';
import { failure, refusal } from '@interp/testing/refusal';

const run = (name: string, inputs: tf.NamedTensorMap, attributes: object = {}): tf.Tensor[] =>
  [tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap)].flat();

const bitsOf = (arrays: readonly Float32Array[]): readonly Uint32Array[] =>
  arrays.map((array) => new Uint32Array(array.buffer));

const images = (): tf.Tensor4D => valuesOf([32, 28, 28, 4], 1) as tf.Tensor4D;
const filter = (): tf.Tensor4D => valuesOf([5, 5, 4, 12], 2) as tf.Tensor4D;
const ofLine = (shape: number[], seed: number): tf.Tensor2D => valuesOf(shape, seed) as tf.Tensor2D;
const sparse = (): tf.Tensor2D => tf.relu(tf.sub(ofLine([256, 300], 3), 0.5));
const geometry = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC' };

/** Each kernel that is divided, on sizes where it is worth it. */
const cases: Readonly<Record<string, () => tf.Tensor[]>> = {
  'a wide product': () => [tf.matMul(ofLine([70, 300], 1), ofLine([300, 333], 2))],
  'a tall product': () => [tf.matMul(ofLine([1001, 300], 1), ofLine([300, 7], 2))],
  'a product of transposed matrices': () => [tf.matMul(ofLine([300, 70], 1), ofLine([333, 300], 2), true, true)],
  'a batch of products': () => [tf.matMul(valuesOf([3, 70, 200], 1), valuesOf([3, 200, 130], 2))],
  'a product with a bias': () => [
    tf.fused.matMul({
      a: ofLine([70, 300], 1),
      b: ofLine([300, 333], 2),
      bias: valuesOf([333], 3),
      activation: 'relu',
    }),
  ],
  'a convolution': () => [tf.conv2d(images(), filter(), 1, 'valid')],
  'a convolution of one image': () => [tf.conv2d(valuesOf([1, 90, 90, 4], 1) as tf.Tensor4D, filter(), 2, 'same')],
  'the gradient of a filter': () =>
    run(
      'Conv2DBackpropFilter',
      { x: images(), dy: valuesOf([32, 24, 24, 12], 2) },
      { ...geometry, filterShape: [5, 5, 4, 12] },
    ),
  'the gradient of an image': () =>
    run(
      'Conv2DBackpropInput',
      { dy: valuesOf([32, 24, 24, 12], 2), filter: filter() },
      { ...geometry, inputShape: [32, 28, 28, 4] },
    ),
  'the gradient of an image of one channel': () =>
    run(
      'Conv2DBackpropInput',
      { dy: valuesOf([32, 24, 24, 6], 2), filter: valuesOf([5, 5, 1, 6], 3) },
      { ...geometry, inputShape: [32, 28, 28, 1] },
    ),
  'the gradient of pooling': () =>
    run(
      'MaxPoolGrad',
      { dy: valuesOf([32, 14, 14, 4], 2), input: images(), output: images() },
      { ...geometry, filterSize: [2, 2], strides: [2, 2] },
    ),
  'a vector added': () => [tf.add(ofLine([3000, 30], 1), valuesOf([30], 2))],
  'values one by one': () => [tf.tanh(images()), tf.sigmoid(images()), tf.leakyRelu(images(), 0.3)],
  pooling: () => [tf.maxPool(images(), [3, 2], 1, 'same')],
  'the gradient of the sigmoid': () => run('SigmoidGrad', { y: images(), dy: valuesOf([32, 28, 28, 4], 2) }),
  'a step of Adam': () =>
    run(
      'AdamUpdate',
      Object.fromEntries(
        ['gradient', 'mean', 'square', 'value'].map((name, i) => [name, tf.abs(valuesOf([50_003], i))]),
      ),
      { beta1: 0.5, beta2: 0.99, scale: 0.1, epsilon: 1e-8 },
    ),
  'a step along signs': () =>
    run('SignStep', Object.fromEntries(['x', 'origin', 'gradient'].map((name, i) => [name, valuesOf([100_003], i)])), {
      length: 0.1,
      radius: 0.3,
      low: -1,
      high: 1,
    }),
  'a table looked up': () =>
    run('LookUp', { bytes: tf.cast(tf.greater(images(), 0), 'bool'), table: valuesOf([256], 1) }),
  'products split by sign': () => {
    const [x, kernel] = [ofLine([700, 50], 1), ofLine([50, 64], 2)];
    const transposed = tf.transpose(kernel);
    const mixed = run('SignedSums', { x, kernel: transposed }, { columns: 64, isMixed: true });
    const few = { x: tf.relu(ofLine([40, 50], 3)), kernel: run('SortBySign', { kernel })[0] };
    const sums = run('SignedSums', few, { columns: 64, isMixed: false });
    return [...mixed, ...sums, ...run('SignedShares', { shares: mixed[0], kernel, x }, { isMixed: true })];
  },
  'a depthwise convolution': () => {
    const [x, filter] = [images(), valuesOf([3, 3, 4, 1], 2)];
    const attributes = { strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };
    const sums = run('SignedDepthwise', { x, filter }, attributes);
    return [
      ...run('FusedDepthwiseConv2D', { x, filter }, { ...attributes, activation: 'relu6' }),
      ...sums,
      ...run('SignedDepthwiseShares', { shares: sums[0], filter, x }, attributes),
    ];
  },
  'quotients and sums of relevance': () => {
    const [sums, relevance] = [ofLine([900, 2, 64], 1), ofLine([900, 64], 2)];
    return [
      ...run('ImageSums', { x: sums }),
      ...run('SignedQuotients', { sums, relevance }, { alpha: 2, beta: 1 }).slice(0, 2),
    ];
  },
  'units of two values': () =>
    run('BinaryUnits', { x: ofLine([1500, 101], 1), by: ofLine([1500, 101], 2), coefficients: ofLine([4, 101], 3) }),
  'a sparse product': () =>
    run('SparseMatMul', { a: sparse(), base: valuesOf([300], 1), b: ofLine([300, 101], 2) }, { transposeA: false }),
  'a sparse product, transposed': () =>
    run('SparseMatMul', { a: sparse(), base: valuesOf([300], 1), b: ofLine([256, 101], 2) }, { transposeA: true }),
  'a product of states': () => {
    const a = tf.cast(tf.greater(ofLine([256, 99], 1), 0), 'float32');
    return run('BinaryMatMul', { a, base: valuesOf([99], 2), b: ofLine([501, 99], 3) });
  },
  'scaled rows': () => run('ScaledRows', { x: ofLine([1500, 101], 1), gain: valuesOf([101], 2) }, { centre: 0.5 }),
  'chances and states': () => {
    const [x, by] = [ofLine([1500, 101], 1), tf.abs(ofLine([1500, 101], 2))];
    return run('ChanceRows', { x, by, coefficients: ofLine([2, 101], 3) }, { part: 0.1 });
  },
  'normally distributed numbers': () => {
    const state = tf.tensor1d(
      [...Array(20).keys()].map((word) => 1234567 * (word + 1)),
      'int32',
    );
    return run('NormalBlock', { state, table: tf.tensor1d(ziggurat) }, { shape: [150_001] });
  },
  moments: () => run('MomentSums', { x: ofLine([1500, 101], 1) }),
  'rows moved': () => {
    const [values, up, down, velocity] = [1, 2, 3, 4].map((seed) => ofLine([500, 101], seed));
    const motion = tf.tensor1d([0.5, 0.1, 0.01, 1]);
    return run('MomentumRows', { values, up, down, velocity, shift: valuesOf([101], 5), motion });
  },
};

const backend = (): WasmBackend => tf.backend() as unknown as WasmBackend;

describe('kernels divided among threads', () => {
  beforeAll(async () => {
    expect(await startBackend('wasm', { threads: 3 })).toMatchObject({ name: 'wasm', threads: 3 });
    const work = tf.tidy(() => tf.matMul(tf.ones([900, 900]), tf.ones([900, 900])));
    work.dispose();
    expect(poolOf(backend())!.parts(1e9)).toBe(12);
  });

  it.each(Object.keys(cases))('gives the bits of one thread: %s', (name) => {
    const pool = poolOf(backend())!;
    const before = tf.memory().numTensors;
    const values = (): Float32Array[] => {
      const tensors = tf.tidy(() => cases[name]());
      const found = tensors.map((tensor) => Float32Array.from(tensor.dataSync()));
      tf.dispose(tensors);
      return found;
    };
    const together = [values(), values()];
    setPool(backend(), undefined);
    const alone = values();
    setPool(backend(), pool);
    for (const found of together) expect(bitsOf(found)).toEqual(bitsOf(alone));
    expect(alone.every((found) => found.every(Number.isFinite))).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says so when it is started again', async () => {
    expect(await startBackend('wasm', { threads: 3 })).toMatchObject({ threads: 3 });
    const { threads, whyOneThread } = await startBackend('cpu', { threads: 2 });
    expect([threads, whyOneThread]).toEqual([1, 'cpu has threads of its own or none']);
    await startBackend('wasm');
  });

  it('refuses numbers of threads that are none', async () => {
    for (const threads of [0, -1, 1.5, Number.NaN, 1000])
      expect(await refusal(() => startBackend('wasm', { threads }))).toBe('bad-option');
  });
});

describe('a pool', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const plain = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const module = new WebAssembly.Module(withSharedMemory(plain)!);
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as never;

  it('starts no thread for little work', () => {
    const pool = kernelPool({ module, memory }, kernels, 2);
    expect(pool.parts(1000)).toBe(1);
    expect(pool.parts(1e6)).toBe(1);
    expect(pool.parts(1e9)).toBe(8);
    expect(pool.parts(200_000)).toBe(3);
    expect(pool.parts(100_000)).toBe(1);
  });

  it('cuts work into few parts where each does much anew', () => {
    const pool = kernelPool({ module, memory }, kernels, 2);
    expect(pool.parts(1e9, 2e7)).toBe(8);
    expect(pool.parts(1e9, 4e7)).toBe(4);
    expect(pool.parts(1e9, 1e9)).toBe(1);
  });

  it('wakes no thread for little work', async () => {
    const pool = kernelPool({ module, memory }, kernels, 2);
    pool.parts(1e9);
    let awake = Infinity;
    for (let look = 0; look < 500 && awake > 1; look++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      awake = pool.parts(200_000);
    }
    expect(awake).toBe(1);
    expect(pool.parts(1e9)).toBe(8);
  });

  it('cuts work into no more parts than there is room for', () =>
    expect(kernelPool({ module, memory }, kernels, 5).parts(1e12)).toBe(mostParts));

  it('says when a kernel fails', async () => {
    const pool = kernelPool({ module, memory }, kernels, 2);
    pool.parts(1e9);
    const beyond = 65_536 * 4;
    const failed = await failure(() =>
      pool.run('tanh', [
        [beyond, beyond, 4],
        [beyond, beyond, 4],
      ]),
    );
    expect(String(failed)).toMatch('tanh failed');
    expect(() =>
      pool.run('tanh', [
        [0, 64, 4],
        [16, 80, 4],
      ]),
    ).not.toThrow();
  });
});

describe('threads that cannot start, or end', () => {
  const threads = process.getBuiltinModule('node:worker_threads') as unknown as {
    Worker: new (...given: unknown[]) => Worker;
  };
  const { Worker: Real } = threads;
  const plain = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const module = new WebAssembly.Module(withSharedMemory(plain)!);
  afterEach(() => {
    threads.Worker = Real;
  });

  /** A pool of so many threads over a memory of its own, and what computes tanh of its first 64 values in so many parts. */
  const poolOfItsOwn = (count: number) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as never;
    const pool = kernelPool({ module, memory }, kernels, count);
    const values = new Float32Array(memory.buffer, 0, 128);
    const compute = (parts: number): boolean => {
      values.fill(0.5, 0, 64).fill(0, 64);
      const size = 64 / parts;
      pool.run(
        'tanh',
        Array.from({ length: parts }, (_, i) => [4 * size * i, 256 + 4 * size * i, size]),
      );
      return values.subarray(64).every((value) => Math.abs(value - Math.tanh(0.5)) < 1e-6);
    };
    return { pool, compute };
  };
  const until = async (ready: () => boolean): Promise<void> => {
    for (let look = 0; look < 2000 && !ready(); look++) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it.each([0, 1, 2])('the work goes on with the %s others that did start', async (able) => {
    let begun = 0;
    threads.Worker = class extends Real {
      constructor(...given: unknown[]) {
        if (begun++ >= able) throw new Error('EAGAIN');
        super(...given);
      }
    };
    const { pool, compute } = poolOfItsOwn(4);
    expect([pool.atWork(), pool.whyFewer()]).toEqual([1, undefined]);
    expect(pool.parts(1e9)).toBe(able === 0 ? 1 : 4 * (able + 1));
    await until(() => pool.atWork() === able + 1);
    expect([pool.atWork(), pool.whyFewer()]).toEqual([able + 1, 'no more threads start: EAGAIN']);
    expect([1, 4, 16].map(compute)).toEqual([true, true, true]);
  });

  it('that fail as they begin are no uncaught error, and are counted no more', async () => {
    threads.Worker = class extends Real {
      constructor() {
        super('throw new Error("no room")', { eval: true });
      }
    };
    const { pool, compute } = poolOfItsOwn(3);
    pool.parts(1e9);
    await until(() => pool.whyFewer() !== undefined && pool.parts(1e9) === 1);
    expect([pool.parts(1e9), pool.atWork(), pool.whyFewer()]).toEqual([
      1,
      1,
      expect.stringMatching(/^a thread failed: .*no room$/),
    ]);
    expect(compute(4)).toBe(true);
  });

  it('that end in the middle of their part leave it to the others', async () => {
    const made: { terminate(): Promise<number> }[] = [];
    threads.Worker = class extends Real {
      constructor(source: unknown, options: unknown) {
        // A thread that takes a part and never comes back from it, as one that is ended then.
        super(
          String(source).replace(
            'Atomics.store(state, index, part + 1);',
            '$& for (;;) Atomics.wait(state, index, part + 1, 50);',
          ),
          options,
        );
        made.push(this as never);
      }
    };
    const { pool, compute } = poolOfItsOwn(3);
    pool.parts(1e9);
    await until(() => pool.atWork() === 3);
    for (const thread of made) setTimeout(() => void thread.terminate(), 0);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect([1, 2, 3].map(() => compute(16))).toEqual([true, true, true]);
    await until(() => pool.atWork() === 1);
    expect([pool.atWork(), pool.whyFewer()]).toEqual([1, 'a thread ended']);
    expect(compute(16)).toBe(true);
  });
});

describe('a shared memory', () => {
  it('is not made of files that are cut or damaged, and nothing waits for their end', () => {
    const plain = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const whole = withSharedMemory(plain)!;
    for (let length = 0; length < Math.min(plain.length, 2000); length++) withSharedMemory(plain.subarray(0, length));
    for (let at = 0; at < 400; at++) for (const byte of [0, 127, 128, 255]) withSharedMemory(plain.with(at, byte));
    expect(withSharedMemory(plain)).toEqual(whole);
    for (const text of ['', '<!doctype html>'.padEnd(300, 'x')])
      expect(withSharedMemory(Uint8Array.from(Buffer.from(text)))).toBeUndefined();
  });

  it('is one bit of the binary', () => {
    const plain = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const shared = withSharedMemory(plain)!;
    expect([...shared].filter((byte, i) => byte !== plain[i])).toEqual([3]);
    expect(WebAssembly.validate(shared)).toBe(true);
    expect(withSharedMemory(shared)).toBeUndefined();
  });

  it('is not made of a module without a memory', () =>
    expect(withSharedMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toBeUndefined());
});

describe('functions of values one by one', () => {
  const line = Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 115);
  const small = Array.from({ length: 4000 }, (_, i) => 10 ** (-i / 100));
  const numbers = Float32Array.from([...line, ...small, ...small.map((value) => -value)]);
  const worst = (y: Float32Array, of: (x: number) => number): number =>
    numbers.reduce((most, x, i) => Math.max(most, Math.abs(y[i] / of(x) - 1) || 0), 0);
  const ends = [Infinity, -Infinity, -0, Number.NaN, 100];

  it.each([
    ['tanh', (x: tf.Tensor) => tf.tanh(x), Math.tanh, [1, -1, -0, Number.NaN, 1]],
    ['sigmoid', (x: tf.Tensor) => tf.sigmoid(x), (x: number) => 1 / (1 + Math.exp(-x)), [1, 0, 0.5, Number.NaN, 1]],
  ] as const)('%s is right to three units in the last place, and at its ends', (_, of, exact, atEnds) => {
    expect(kernelTable(backend())).toBeDefined();
    const y = tf.tidy(() => of(tf.tensor1d([...numbers, ...ends])).dataSync<'float32'>());
    expect(worst(y, exact)).toBeLessThan(3 * 2 ** -23);
    expect([...y.slice(-ends.length)]).toEqual(atEnds);
  });
});
