// What a case gives: its scores and the gradient of their weighted sum, by each way there is; and the same by differences in double precision.
import { backward, canWalk, classifier, networkOf, random, trace } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

const IMAGES = 2;
const STEP = 1e-5;

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** Values of its own for each case, whatever the order in which they run. */
const seedOf = (text) => Array.from(text).reduce((seed, letter) => (seed * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

const idOf = ({ group, name }) => `${group}: ${name}`;

const valuesOf = (one) => {
  const stream = random(seedOf(idOf(one)));
  const [low, high] = one.range ?? [-1, 1];
  return Array.from(stream.uniforms(IMAGES * sizeOf(one.inputShape), low, high), Math.fround);
};

const startOf = (one, length) => Array.from(random(seedOf(idOf(one)) + 1).uniforms(length, -1, 1), Math.fround);

const weightsOf = (model, one) => {
  const stream = random(seedOf(idOf(one)) + 2);
  return model.weights.map(({ shape, name }) => {
    const values = Array.from(stream.normals(sizeOf(shape), 0, 0.6), Math.fround);
    return { shape, values: name.includes('variance') ? values.map((v) => Math.fround(v * v + 0.3)) : values };
  });
};

/** A case as a function from a batch to scores `[n, …]`, of one TensorFlow.js or the other; `dispose` frees its weights. */
const functionOf = (one, { tf, tfl }) => {
  if (!one.build) return { scores: (x) => tf.reshape(one.apply(tf, x), [x.shape[0], -1]), dispose: () => undefined };
  const model = one.build(tfl);
  const weights = weightsOf(model, one).map(({ values, shape }) => tf.tensor(values, shape));
  model.setWeights(weights);
  tf.dispose(weights);
  return { model, scores: (x) => model.apply(x, { training: false }), dispose: () => model.dispose() };
};

/**
 * Scores and gradient of a case in double precision, the gradient by central differences: all moved inputs are one batch, but for functions that
 * mix the images of a batch.
 *
 * @param {any} one - a case
 * @param {{ tf: any, tfl: any }} double - TensorFlow.js in double precision
 * @returns {{ scores: number[], gradient: number[] }}
 */
export function expectedOf(one, double) {
  return double.tf.tidy(() => {
    const { scores, dispose } = functionOf(one, double);
    const x = valuesOf(one);
    const size = sizeOf(one.inputShape);
    const run = (values) => {
      const y = scores(double.tf.tensor(values, [values.length / size, ...one.inputShape]));
      return Array.from(y.dataSync());
    };
    const at = run(x);
    const start = startOf(one, at.length);
    const classes = at.length / IMAGES;
    const weighted = (values, from) => values.reduce((sum, value, k) => sum + value * start[from * classes + k], 0);
    const steps = [STEP, -STEP];
    const moved = (values, i, step) => values.map((value, k) => (k === i ? value + step : value));
    const differences = one.mixes
      ? x.map((_, i) => steps.map((step) => weighted(run(moved(x, i, step)), 0)))
      : Array.from({ length: IMAGES }, (_, image) => {
          const own = x.slice(image * size, (image + 1) * size);
          const all = run(own.flatMap((_, i) => steps.flatMap((step) => moved(own, i, step))));
          const sum = (row) => weighted(all.slice(row * classes, (row + 1) * classes), image);
          return own.map((_, i) => [sum(2 * i), sum(2 * i + 1)]);
        }).flat();
    dispose();
    return { scores: at, gradient: differences.map(([up, down]) => (up - down) / (2 * STEP)) };
  });
}

const outcome = async (work) => {
  const measured = async () => {
    const before = tf.memory().numTensors;
    const { logits, gradient } = work();
    const found = { scores: [...(await logits.data())], gradient: [...(await gradient.data())] };
    tf.dispose([logits, gradient]);
    return { found, left: tf.memory().numTensors - before };
  };
  try {
    let { found, left } = await measured();
    // Some layers of TensorFlow.js keep tensors of their last run.
    if (left > 0) ({ found, left } = await measured());
    return left === 0 ? found : { error: `${left} tensors are left` };
  } catch (error) {
    return { error: error.code ? `${error.code}: ${error.message}` : String(error) };
  }
};

/**
 * Scores and gradient of a case on the backend in use: by the tape, and by the walk where it can go.
 *
 * @param {any} one - a case
 * @param {{ tf: any, tfl: any }} [own] - TensorFlow.js
 * @returns {Promise<Record<'tape' | 'walk' | 'classifier', { scores?: number[], gradient?: number[], error?: string }>>}
 */
export async function foundOf(one, own = { tf, tfl }) {
  const { model, scores, dispose } = functionOf(one, own);
  const size = sizeOf(one.inputShape);
  const x = tf.tensor(valuesOf(one), [IMAGES, ...one.inputShape]);
  const startFor = (y) => tf.tensor(startOf(one, y.size), y.shape);
  const result = {};
  result.tape = await outcome(() => {
    const classes = 1;
    return classifier(scores, { inputShape: one.inputShape, classes }).gradient(x, startFor);
  });
  if (model && canWalk(networkOf(model)))
    result.walk = await outcome(() => {
      const run = trace(networkOf(model), x);
      const start = startFor(run.output);
      const gradient = backward(run, start);
      const logits = tf.clone(run.output);
      start.dispose();
      run.dispose();
      return { logits, gradient };
    });
  if (model) result.classifier = await outcome(() => classifier(model).gradient(x, startFor));
  x.dispose();
  dispose();
  return result;
}
