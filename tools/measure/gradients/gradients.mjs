// What a case gives: its scores and the gradient of their weighted sum, by each way there is; and the same by differences in double precision.
import { backward, canWalk, classifier, networkOf, random, trace } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { cases, idOf } from './cases.mjs';

const IMAGES = 2;
const STEP = 1e-5;

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** Values of its own for each case, whatever the order in which they run. */
const seedOf = (text) => Array.from(text).reduce((seed, letter) => (seed * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

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
  const model = one.build(tfl, tf);
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
    const result = work();
    if (!result) return undefined;
    const { logits, gradient } = result;
    const found = { scores: [...(await logits.data())], gradient: [...(await gradient.data())] };
    tf.dispose([logits, gradient]);
    return { found, left: tf.memory().numTensors - before };
  };
  try {
    let run = await measured();
    // Some layers of TensorFlow.js keep tensors of their last run, which the next one disposes of.
    if (run && run.left !== 0) run = await measured();
    return run && run.left !== 0 ? { error: `${run.left} tensors are left` } : run?.found;
  } catch (error) {
    return { error: error.code ? `${error.code}: ${error.message}` : String(error) };
  }
};

/** TensorFlow.js' own gradient; what a tape that fails leaves behind is not ours. */
const own = (scores, x, startFor) => {
  let logits;
  const gradient = tf.tidy(() =>
    tf.grad((input) => {
      const y = scores(input);
      logits = tf.keep(tf.clone(y));
      return tf.sum(tf.mul(y, startFor(y)));
    })(x),
  );
  return { logits, gradient };
};

const walked = (network, x, startFor) => {
  const run = trace(network, x);
  const start = startFor(run.output);
  const result = { logits: tf.clone(run.output), gradient: backward(run, start) };
  start.dispose();
  run.dispose();
  return result;
};

/** Every way of computing, each given the case as a function and perhaps as a model; one that is not there gives nothing. */
const computed = {
  tape: ({ scores, inputShape, classes }, x, startFor) =>
    classifier(scores, { inputShape, classes, returns: 'values' }).gradient(x, startFor),
  walk: ({ model }, x, startFor) => model && canWalk(networkOf(model)) && walked(networkOf(model), x, startFor),
  classifier: ({ model }, x, startFor) => model && classifier(model).gradient(x, startFor),
  own: ({ scores }, x, startFor) => own(scores, x, startFor),
};

/** How many scores a function gives for an image; 1 where it cannot run here. */
const sizeOfScores = (scores, x) => {
  try {
    return tf.tidy(() => scores(x).shape[1]);
  } catch {
    return 1;
  }
};

/** Scores and gradient of a case on the backend in use, by each way. */
const foundOf = async (one, ways) => {
  const { model, scores, dispose } = functionOf(one, { tf, tfl });
  const { inputShape } = one;
  const x = tf.tensor(valuesOf(one), [IMAGES, ...inputShape]);
  const startFor = (y) => tf.tensor(startOf(one, y.size), y.shape);
  const classes = sizeOfScores(scores, x);
  const result = {};
  for (const way of ways) {
    const found = await outcome(() => computed[way]({ model, scores, inputShape, classes }, x, startFor));
    if (found) result[way] = found;
  }
  x.dispose();
  dispose();
  return result;
};

/**
 * Scores and gradients of every case on the backend in use: by the `tape`, by the `walk` where it can go, as a `classifier` of the model gives them,
 * and by TensorFlow.js' `own` tape.
 *
 * @param {readonly string[]} [ways] - which of these. Default all
 * @returns {Promise<Record<string, Record<string, { scores?: number[], gradient?: number[], error?: string }>>>} by the name of the case
 */
export async function allFound(ways = Object.keys(computed)) {
  /** @type {Record<string, any>} */
  const found = {};
  for (const one of cases) found[idOf(one)] = await foundOf(one, ways);
  return found;
}
