import * as am from '@interp/am';
import { classifier, type Classifier, type Decoder, type Density } from '@interp/core';
import { densityScore } from '@interp/rbm';
import { failure, refusal } from '../src/refusal.js';
import * as tf from '@tensorflow/tfjs-core';
import { methodsThatAsk } from './methods-that-ask.js';
import { decoder, expert, smallDigits, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
beforeAll(async () => {
  digits = await smallDigits();
});

const methods = methodsThatAsk(() => digits);

const good = (x: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => tf.matMul(tf.reshape(x, [x.shape[0], 784]), tf.reshape(tf.linspace(-1, 2, 7840), [784, 10])));

const own = new Error('mine');

const thrown = (what: unknown): never => {
  throw what;
};

/** Functions that answer as no classifier may, and the code of the refusal. */
const answers: Readonly<Record<string, readonly [code: string, answer: (x: tf.Tensor) => unknown]>> = {
  NaN: ['not-finite', (x) => tf.mul(good(x), NaN)],
  infinity: ['not-finite', (x) => tf.div(good(x), 0)],
  'one column': ['bad-shape', (x) => tf.sum(good(x), 1, true)],
  'too many columns': ['bad-shape', (x) => tf.concat([good(x), good(x)], 1)],
  'a row too few': ['bad-shape', (x) => tf.sum(good(x), 0, true)],
  'a scalar': ['bad-shape', (x) => tf.sum(good(x))],
  'another rank': ['bad-shape', (x) => tf.expandDims(good(x), 1)],
  'no tensor': ['bad-shape', () => [0, 1]],
  nothing: ['bad-shape', () => undefined],
  'a promise': ['bad-shape', (x) => Promise.resolve(x.shape)],
  'whole numbers': ['bad-value', (x) => tf.cast(good(x), 'int32')],
  'a tensor that is gone': [
    'bad-value',
    (x) => {
      const y = good(x);
      y.dispose();
      return y;
    },
  ],
  'what it was given': ['bad-shape', (x) => x],
  'a view of what it was given': ['bad-shape', (x) => tf.reshape(x, [x.shape[0], -1])],
  'a tensor later': [
    'bad-shape',
    async (x) => {
      const { shape } = x;
      await Promise.resolve();
      return tf.zeros([shape[0], 10]);
    },
  ],
  'a promise that fails': ['bad-shape', () => Promise.reject(own)],
  'an error': ['unsupported-model', () => thrown(own)],
  'a text as an error': ['unsupported-model', () => thrown('mine')],
  'nothing as an error': ['unsupported-model', () => thrown(undefined)],
};

/** Functions that treat what they are given or return badly, and answer well. */
const careless: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor2D>> = {
  'disposes of its input': (x) => {
    const y = good(x);
    x.dispose();
    return y;
  },
  'returns what it keeps': (x) => {
    const n = x.shape[0];
    const known = keeps.get(n) ?? tf.engine().keep(good(tf.zeros([n, 28, 28, 1]))); // prettier-ignore
    keeps.set(n, known);
    return known;
  },
};
const keeps = new Map<number, tf.Tensor2D>();

/** What was behind the last refusal. */
let cause: unknown;

/** What work is refused with, with how many tensors and scopes it left. */
const refused = async (work: () => unknown): Promise<readonly [what: unknown, tensors: number, scopes: number]> => {
  const before = tf.memory().numTensors;
  const error = await failure(work);
  cause = (error as { cause?: unknown } | undefined)?.cause;
  const what =
    error === undefined
      ? 'taken'
      : await refusal(() => {
          throw error as Error;
        });
  return [what, tf.memory().numTensors - before, tf.engine().state.scopeStack.length];
};

const options = { inputShape: [28, 28, 1], classes: 10, returns: 'logits' } as const;

/** An object that implements the interface by itself, whose scores and gradient come from one function. */
const implemented = (answer: (x: tf.Tensor) => unknown): Classifier => ({
  inputShape: [28, 28, 1],
  classes: 10,
  bounds: [-1, 1],
  logits: (x) => answer(x) as tf.Tensor2D,
  gradient: (x, start) => {
    const logits = answer(x) as tf.Tensor2D;
    start(good(x)).dispose();
    return { logits, gradient: tf.zerosLike(x) };
  },
});

test.each(Object.keys(methods))('%s refuses what no classifier may answer, and leaves nothing', async (name) => {
  const { x } = digits;
  const found: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [kind, [code, answer]] of Object.entries(answers))
    for (const [how, net] of [
      ['of a function', classifier(answer as (x: tf.Tensor) => tf.Tensor2D, options)],
      ['of an object', implemented(answer)],
    ] as const) {
      found[`${kind} ${how}`] = await refused(() => methods[name](net, x));
      expected[`${kind} ${how}`] = [code, 0, 0];
    }
  expect(found).toEqual(expected);
});

test.each(Object.keys(methods))(
  '%s: what the function throws is the cause of a refusal at each call, and leaves nothing',
  async (name) => {
    for (const at of [1, 2, 3, 4]) {
      let calls = 0;
      const throwing = (x: tf.Tensor): tf.Tensor2D => {
        if (++calls === at) {
          good(x);
          throw own;
        }
        return good(x);
      };
      const net = classifier(throwing, options);
      tf.engine().startScope();
      const [what, tensors, scopes] = await refused(() => methods[name](net, digits.x));
      tf.engine().endScope();
      if (what === 'taken') break;
      expect([at, what, cause, tensors, scopes]).toEqual([at, 'unsupported-model', own, 0, 1]);
    }
  },
);

test.each(Object.keys(methods))(
  '%s: what is careless with tensors is answered, or refused, and keeps its own',
  async (name) => {
    for (const [how, answer] of Object.entries(careless))
      for (const net of [classifier(answer, options), implemented(answer)]) {
        for (const n of [1, 2, 4, 6, 8, 10, 12, 64]) keeps.set(n, keeps.get(n) ?? good(tf.zeros([n, 28, 28, 1])));
        tf.engine().startScope();
        const [what, , scopes] = await refused(() => methods[name](net, digits.x));
        tf.engine().endScope();
        expect([how, scopes]).toEqual([how, 1]);
        expect(['taken', 'unsupported-layer', 'unsupported-model', 'bad-option', 'not-finite']).toContain(what);
        expect([digits.x.isDisposed, ...[...keeps.values()].map(({ isDisposed }) => isDisposed)]).not.toContain(true);
      }
  },
);

const gradients: Readonly<Record<string, readonly [code: string, answer: (x: tf.Tensor) => unknown]>> = {
  NaN: ['not-finite', (x) => tf.fill(x.shape, NaN)],
  'one image too few': ['bad-shape', (x) => tf.zeros([1, ...x.shape.slice(1)].slice(0, -1))],
  nothing: ['bad-shape', () => undefined],
};

test.each([
  'gradient',
  'integratedGradients',
  'smoothGrad',
  'fgsm',
  'pgd',
  'deepFool',
  'prototypes',
  'expertPrototypes',
])('%s refuses gradients that are none', async (name) => {
  for (const [code, answer] of Object.values(gradients)) {
    const net: Classifier = {
      ...implemented(good),
      gradient: (x, start) => {
        const logits = good(x);
        start(logits).dispose();
        return { logits, gradient: answer(x) as tf.Tensor };
      },
    };
    expect(await refused(() => methods[name](net, digits.x))).toEqual([code, 0, 0]);
  }
});

test('densities and decoders that answer as none may', async () => {
  const densities: readonly (readonly [string, Partial<Density>])[] = [
    ['not-finite', { logDensity: (v) => tf.fill([v.shape[0]], NaN) }],
    ['bad-shape', { logDensity: (v) => tf.zeros([v.shape[0], 1]) as unknown as tf.Tensor1D }],
    ['bad-shape', { logDensity: () => Promise.resolve(0) as unknown as tf.Tensor1D }],
    ['bad-shape', { gradLogDensity: () => tf.zeros([3]) }],
    ['not-finite', { gradLogDensity: (v) => tf.fill(v.shape, Infinity) }],
  ];
  const decoders: readonly (readonly [string, Partial<Decoder>])[] = [
    ['not-finite', { decode: (z) => tf.fill([z.shape[0], 28, 28, 1], NaN) }],
    ['bad-shape', { decode: (z) => tf.zeros([z.shape[0], 28]) }],
    ['bad-shape', { decode: () => undefined as unknown as tf.Tensor }],
    ['bad-value', { decode: (z) => tf.zeros([z.shape[0], 28, 28, 1], 'int32') }],
  ];
  for (const [code, part] of densities)
    expect(
      await refused(() => am.expertPrototypes(digits.net, { ...expert, ...part }, { classes: [1, 2], steps: 1 })),
    ).toEqual([code, 0, 0]);
  expect(await refused(() => densityScore({ ...expert, ...densities[0][1] })(digits.x))).toEqual(['not-finite', 0, 0]);
  for (const [code, part] of decoders) {
    const bad = { ...decoder, ...part };
    expect(
      await refused(() => am.decoderPrototypes(digits.net, bad, { classes: [1, 2], steps: 1, restarts: 1 })),
    ).toEqual([code, 0, 0]);
    expect(await refused(() => am.latentInterpolation(bad, [1, 0], [0, 1], { steps: 2 }))).toEqual([code, 0, 0]);
  }
});

const outside = Object.keys(methods).filter((name) => methods[name].length === 2);

test.each(outside)('%s refuses images outside of the bounds, and takes what rounding left there', async (name) => {
  const [beyond, near] = [tf.mul(digits.x, 1.001), tf.mul(digits.x, 1.00005)];
  expect(await refused(() => methods[name](digits.net, beyond))).toEqual(['bad-value', 0, 0]);
  tf.engine().startScope();
  await methods[name](digits.net, near);
  tf.engine().endScope();
  const free = classifier(digits.net.network!, { bounds: [-Infinity, Infinity] });
  tf.engine().startScope();
  const [what] = await refused(() => methods[name](free, beyond));
  tf.engine().endScope();
  const needsBounds = ['integratedGradients', 'smoothGrad', 'occlusion', 'pixelFlipping', 'regionPerturbation'];
  const others = ['sensitivityN', 'compareExplanations', 'carliniWagner'];
  expect(what).toBe([...needsBounds, ...others].includes(name) ? 'bad-option' : 'taken');
  tf.dispose([beyond, near]);
});
