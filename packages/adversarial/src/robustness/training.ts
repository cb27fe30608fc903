import { checkedBy, checkList, InterpError, number, optionsTable } from '@interp/checks';
import { random, type Classifier } from '@interp/core';
import type { AdversarialContext, AdversarialTraining } from '@interp/training';
import * as tf from '@tensorflow/tfjs-core';
import type { StartRow } from '../array-classifier.js';
import { prepareTask } from '../attack.js';
import { attackStep, projectedStep } from '../attacks/projected-gradient.js';
import { lossDirection, misclassified } from '../criteria.js';
import { linf } from '../norms/linf.js';
import { normOption, type Norm } from '../norms/norm.js';
import { allIndices, type AttackTask } from '../task.js';

/** The ball of the examples of an adversarial training. */
export interface TrainingBall {
  /** The radius of the ball around each image, in units of the input: 0.6 is 0.3 of pixels on [0, 1] where inputs go from -1 to 1. */
  readonly epsilon: number;
  /** The norm of the ball. Default {@link linf}. */
  readonly norm?: Norm;
  /** Lowest and highest value of an input. Default -1 and 1. */
  readonly bounds?: readonly [low: number, high: number];
  /**
   * Epochs over which the radius grows linearly from 0 to `epsilon`. Small networks trained at full strength from the start
   * may give every image the same class and never recover. Default 2.
   */
  readonly ramp?: number;
}

const ballRules = {
  epsilon: number({ above: 0, required: true }),
  norm: normOption(linf),
  bounds: checkedBy<readonly [number, number]>(
    (name, value) => {
      checkList(name, value, { length: 2, numbers: true });
      const [low, high] = value as readonly number[];
      if (!(low < high))
        throw new InterpError('bad-option', `${name} are [${low}, ${high}]; expected the lower one first`);
    },
    { default: [-1, 1] },
  ),
  ramp: number({ min: 0, default: 2 }),
};

/** A {@link TrainingBall} with its defaults filled in. */
type Ball = Required<TrainingBall>;

/** The radius of a ball after some epochs, in units of the input. */
const radiusAt = ({ epsilon, ramp }: Ball, epochs: number): number =>
  epochs >= ramp ? epsilon : (epsilon * epochs) / ramp;

/**
 * The settings of a ball, for checkpoints.
 *
 * @param ball - the ball
 * @returns plain values
 */
export const ballSettings = ({ epsilon, norm, bounds: [low, high], ramp }: Ball): Record<string, number | string> => ({
  epsilon,
  norm: norm.name,
  low,
  high,
  ramp,
});

/** Settings of a search for examples: an ascent on a loss within the ball. */
export interface ExampleSearch {
  /** The ball at full strength. */
  readonly ball: Ball;
  /** Steps. */
  readonly steps: number;
  /** Length of a step as a fraction of the radius. */
  readonly relativeStep: number;
  /** The initial perturbation of an image, given the current radius. Default a random point of the ball. */
  readonly startAt?: (task: AttackTask, index: number, radius: number) => Float32Array;
  /** The derivative of the loss with respect to the logits of each image. Default that of the cross-entropy of the label. */
  readonly lossGradient?: (task: AttackTask) => StartRow;
}

const crossEntropy =
  ({ goals }: AttackTask): StartRow =>
  (index, logits, out) =>
    lossDirection(goals[index], logits, out);

/**
 * Makes adversarial examples to train on: ascent on a loss from a start near each image, within the current ball and the bounds.
 *
 * @param search - ball, steps, loss
 * @param classifier - the current network; borrowed
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param labels - the class of each, or a list of all its classes
 * @param context - epochs done, and the source of random numbers
 * @returns the examples, of the shape of `x`; owned by the caller
 * @throws InterpError `bad-value` for images out of the bounds, `not-finite`
 */
export const makeExamples = (
  { ball, steps, relativeStep, startAt, lossGradient = crossEntropy }: ExampleSearch,
  classifier: Classifier,
  x: tf.Tensor,
  labels: Parameters<AdversarialTraining['examples']>[2],
  { epochs, random: source }: AdversarialContext,
): tf.Tensor => {
  const seed = source.integer(2 ** 32);
  const radius = radiusAt(ball, epochs);
  if (radius === 0) return tf.clone(x);
  const bounded: Classifier = {
    ...classifier,
    bounds: ball.bounds,
    logits: (images) => classifier.logits(images),
    gradient: (images, start) => classifier.gradient(images, start),
  };
  // Where each class is decided by itself, training takes the label for the only one, unless all are given.
  const isOneOfSeveral = classifier.probabilities === 'sigmoid' && labels instanceof Int32Array;
  const all = isOneOfSeveral ? Array.from(labels, (label) => [label]) : labels;
  const prepared = prepareTask(bounded, x, { criterion: misclassified(all), seed, batchSize: x.shape[0] });
  const root = random(seed);
  const task = { ...prepared, streams: prepared.goals.map(() => root.split()) };
  const { count, candidates, streams, size } = task;
  const within = { norm: ball.norm, epsilon: radius };
  for (let index = 0; index < count; index++) {
    const start = startAt ? startAt(task, index, radius) : ball.norm.random(streams[index], size, radius);
    projectedStep(task, index, start, { ...within, stepSize: 1 });
  }
  const start = lossGradient(task);
  const indices = allIndices(task);
  for (let step = 0; step < steps; step++) {
    const { gradients } = task.classifier.gradients(candidates, count, start);
    attackStep(task, indices, gradients, { ...within, stepSize: relativeStep * radius });
  }
  return tf.tensor(candidates, x.shape);
};

/** Options of {@link fgsmTraining}. */
export interface FgsmTrainingOptions extends TrainingBall {
  /** Length of the one step as a fraction of the radius. Default 1.25. */
  readonly relativeStep?: number;
}

/** Checks and defaults of {@link FgsmTrainingOptions}. */
export const fgsmTrainingOptions = optionsTable<FgsmTrainingOptions>()({
  ...ballRules,
  relativeStep: number({ above: 0, default: 1.25 }),
});

/** Options of {@link pgdTraining}. */
export interface PgdTrainingOptions extends TrainingBall {
  /** Steps of the attack on each batch; each costs a gradient. Default 10. */
  readonly steps?: number;
  /** Length of a step as a fraction of the radius. Default 2.5 over `steps`. */
  readonly relativeStep?: number;
}

/** Checks and defaults of {@link PgdTrainingOptions}. */
export const pgdTrainingOptions = optionsTable<PgdTrainingOptions>()({
  ...ballRules,
  steps: number({ min: 1, integer: true, default: 10 }),
  relativeStep: number({ above: 0 }),
});

/**
 * Adversarial training with one FGSM step from a random start (Wong, Rice & Kolter 2020): each batch costs one more
 * gradient, and the network is nearly as robust against stronger attacks as after {@link pgdTraining}.
 *
 * @param options - radius, norm, ramp, step
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { fgsmTraining } from '@interp/adversarial';
 * import { startBackend } from '@interp/backend';
 * import { lenet, train } from '@interp/lenet';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ activation: 'relu', seed: 1 });
 * const adversarial = fgsmTraining({ epsilon: 0.2, ramp: 1 });
 * const { history } = await train(model, drawnDigits({ seed: 1, count: 100 }), { epochs: 2, batch: 20, adversarial });
 * console.log(history[1].clean?.loss, history[1].adversarial?.loss);
 * model.dispose();
 * ```
 */
export const fgsmTraining = (options: FgsmTrainingOptions): AdversarialTraining => {
  const { relativeStep, ...ball } = fgsmTrainingOptions.withDefaults(options);
  const search = { ball, steps: 1, relativeStep };
  return {
    name: 'fgsm',
    settings: { ...ballSettings(ball), relativeStep },
    examples: (classifier, x, labels, context) => makeExamples(search, classifier, x, labels, context),
  };
};

/**
 * Adversarial training with projected gradient descent from a random start (Madry et al. 2018): each batch is replaced by the examples
 * that some steps of ascent on the cross-entropy find near its images.
 *
 * @param options - radius, norm, ramp, steps
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { pgdTraining } from '@interp/adversarial';
 *
 * const adversarial = pgdTraining({ epsilon: 0.6, steps: 7 }); // 0.3 of pixels on [0, 1]
 * console.log(adversarial.settings);
 * ```
 */
export const pgdTraining = (options: PgdTrainingOptions): AdversarialTraining => {
  const { steps, relativeStep = 2.5 / steps, ...ball } = pgdTrainingOptions.withDefaults(options);
  const search = { ball, steps, relativeStep };
  return {
    name: 'pgd',
    settings: { ...ballSettings(ball), steps, relativeStep },
    examples: (classifier, x, labels, context) => makeExamples(search, classifier, x, labels, context),
  };
};
