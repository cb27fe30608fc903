import { recordPlaces, repetitions, type Recorder, type Repeated } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { noteWeights } from '../maps/weights.js';
import type { StepGraph } from '../steps.js';
import { graphVjp } from './backward.js';
import { runFused } from './run.js';

/** Where a recording has a batch, its scores `y`, the derivative `dy` with respect to them and the gradient `dx`. */
type Places = Readonly<Record<'x' | 'y' | 'dy' | 'dx', tf.TensorInfo>>;

/**
 * A forward and a backward pass of a network on batches of one shape, recorded to run again without allocating anything but their results. Part 0 computes `y` from
 * `x`, part 1 `dx` from `dy` and what part 0 left.
 */
type Walk = Repeated<Places>;

const walks = repetitions<Places>();

/** The most bytes of a recording. */
const mostBytes = 2 ** 26;

const record = (graph: StepGraph, shape: readonly number[], by: Recorder): Walk | undefined => {
  let walk: Walk | undefined;
  const weights = noteWeights(() => {
    walk = recordPlaces(by, mostBytes, ({ given, keep, nextPart }) => {
      const [batch, x] = given(shape);
      const values = runFused(graph, batch);
      const scores = values.get(graph.output)!;
      const y = keep(scores);
      nextPart();
      const [start, dy] = given(scores.shape);
      return { x, y, dy, dx: keep(graphVjp(graph, values, start)) };
    });
  });
  return walk && { ...walk, isUnchanged: weights.areUnchanged };
};

/** The scores of a batch of the walk's shape, owned by the caller. */
const logitsOf = ({ recording, recorder: by, places: { x, y } }: Walk, batch: tf.Tensor): tf.Tensor2D | undefined => {
  by.write(x, batch);
  return recording.play(0) ? (by.read(y) as tf.Tensor2D) : undefined;
};

/** The gradient of the last batch that had scores, owned by the caller, from the derivative with respect to them; undefined if it has to be computed otherwise. */
const gradientOf = ({ recording, recorder: by, places: { dy, dx } }: Walk, start: tf.Tensor): tf.Tensor | undefined => {
  const fits = start.dtype === 'float32' && tf.util.arraysEqual(start.shape, dy.shape);
  if (!fits || !recording.isPlayable()) return undefined;
  by.write(dy, start);
  return recording.play(1) ? by.read(dx) : undefined;
};

/** Functions may be somebody's own, which depend on more than what they are given. */
export const isRecordable = memoised(({ steps }: StepGraph): boolean =>
  steps.every(({ operator: { kind } }) => kind !== 'function' && kind !== 'opaque'),
);

/** The recorded passes of a network for a batch, once it has run on several of the same shape: ascents and attacks repeat them some hundred times. */
const recordedWalk = (graph: StepGraph, x: tf.Tensor): Walk | undefined =>
  x.dtype === 'float32' && isRecordable(graph)
    ? walks.find(graph, x.shape.join(), (by) => record(graph, x.shape, by))
    : undefined;

/**
 * Scores by the recorded passes, where there are some.
 *
 * @param graph - the steps
 * @param x - the batch; borrowed
 * @returns the scores, owned by the caller; undefined where they are to be computed otherwise
 */
export const recordedLogits = (graph: StepGraph, x: tf.Tensor): tf.Tensor2D | undefined => {
  const walk = recordedWalk(graph, x);
  return walk && logitsOf(walk, x);
};

/**
 * Scores and their gradient by the recorded passes, where there are some.
 *
 * @param graph - the steps, each with a `vjp`
 * @param x - the batch; borrowed
 * @param start - given the scores (borrowed), the derivative with respect to them
 * @returns scores and gradient, owned by the caller; undefined where they are to be computed otherwise
 */
export const recordedGradient = (
  graph: StepGraph,
  x: tf.Tensor,
  start: (logits: tf.Tensor2D) => tf.Tensor2D,
): { logits: tf.Tensor2D; gradient: tf.Tensor } | undefined => {
  const walk = recordedWalk(graph, x);
  const logits = walk && logitsOf(walk, x);
  // It may run other networks, whose recordings take the place of this one.
  const finish = (): tf.Tensor => {
    const dy = start(logits!);
    return gradientOf(walk!, dy) ?? graphVjp(graph, runFused(graph, x), dy);
  };
  return logits && { logits, gradient: walks.during(graph, finish) };
};
