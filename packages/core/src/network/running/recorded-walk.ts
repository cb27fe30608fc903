import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { recorder, type Recorder, type Recording } from '../host.js';
import { noteWeights, type NotedWeights } from '../maps/weights.js';
import type { StepGraph } from '../steps.js';
import { graphVjp } from './backward.js';
import { runFused } from './run.js';

/** Where a recording has a batch, its scores `y`, the derivative `dy` with respect to them and the gradient `dx`. */
type Places = Readonly<Record<'x' | 'y' | 'dy' | 'dx', tf.TensorInfo>>;

/**
 * A forward and a backward pass of a network on batches of one shape, recorded to run again without allocating anything but their results. Nothing here
 * may refer to the network's steps, which could then never be garbage-collected.
 */
interface Walk {
  /** Part 0 computes `y` from `x`, part 1 `dx` from `dy` and what part 0 left. */
  readonly recording: Recording;
  readonly recorder: Recorder;
  readonly weights: NotedWeights;
  readonly places: Places;
}

/** What happened with a network lately. */
interface Lately {
  shape: readonly number[];
  /** Runs on batches of this shape, one after the other. */
  runs: number;
  walk?: Walk | undefined;
  /** Whether the scores of a batch have been computed and their gradient not yet. */
  isBusy: boolean;
}

/**
 * Whether the run of so many, one after the other on batches of one shape, is recorded: the fourth, since a recording pays only if it is repeated. Where that
 * cannot be, the eighth and so on: variants of weights are made by the first gradient, which may come late.
 */
const isDue = (runs: number): boolean => runs > 3 && Number.isInteger(Math.log2(runs));

/** The most recordings of all networks, and bytes of one. */
const [mostWalks, mostBytes] = [4, 2 ** 26];

/** The recordings that there are, the one recorded last at the end. */
const walks: Walk[] = [];

/** Frees the recordings of networks that nobody can reach any more. */
const unreached = new FinalizationRegistry<Walk>((walk) => forget(walk));

const forget = (walk: Walk): void => {
  const at = walks.indexOf(walk);
  if (at < 0) return;
  walks.splice(at, 1);
  unreached.unregister(walk);
  walk.recording.dispose();
};

const record = (graph: StepGraph, shape: readonly number[], by: Recorder): Walk | undefined => {
  const places: { -readonly [name in keyof Places]?: tf.TensorInfo } = {};
  const tensor = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);
  let recording: Recording | undefined;
  const weights = noteWeights(() => {
    recording = by.record(({ given, keep, nextPart }) => {
      tf.tidy(() => {
        const x = tensor(given(shape));
        places.x = keep(x);
        const values = runFused(graph, x);
        const y = values.get(graph.output)!;
        places.y = keep(y);
        nextPart();
        const dy = tensor(given(y.shape));
        places.dy = keep(dy);
        places.dx = keep(graphVjp(graph, values, dy));
      });
    }, mostBytes);
  });
  return recording && { recording, recorder: by, weights, places: places as Places };
};

/** The scores of a batch of the walk's shape, owned by the caller. */
const logitsOf = ({ recording, recorder: by, places: { x, y } }: Walk, batch: tf.Tensor): tf.Tensor2D => {
  by.write(x, batch);
  recording.play(0);
  return by.read(y) as tf.Tensor2D;
};

/** The gradient of the last batch that had scores, owned by the caller, from the derivative with respect to them; undefined if it has to be computed otherwise. */
const gradientOf = ({ recording, recorder: by, places: { dy, dx } }: Walk, start: tf.Tensor): tf.Tensor | undefined => {
  const fits = start.dtype === 'float32' && tf.util.arraysEqual(start.shape, dy.shape);
  if (!fits || !recording.isPlayable()) return undefined;
  by.write(dy, start);
  recording.play(1);
  return by.read(dx);
};

/** Functions may be somebody's own, which depend on more than what they are given. */
const isRecordable = ({ steps }: StepGraph): boolean =>
  steps.every(({ operator: { kind } }) => kind !== 'function' && kind !== 'opaque');

const latelyOf = memoised((graph: StepGraph): Lately | undefined =>
  isRecordable(graph) ? { shape: [], runs: 0, isBusy: false } : undefined,
);

const isFit = ({ recording, recorder: by, weights }: Walk): boolean =>
  recorder() === by && recording.isPlayable() && weights.areUnchanged();

/**
 * The recorded passes of a network for a batch, once it has run on several of the same shape: ascents and attacks repeat them some hundred times. Once a
 * weight has another value or was freed, they are recorded anew, after several batches as before.
 *
 * @param graph - the steps, each with a `vjp`
 * @param x - the batch
 * @returns the passes; undefined where there are none: too early, another shape, a backend that does not record, steps that it cannot record, too much memory
 */
const recordedWalk = (graph: StepGraph, x: tf.Tensor): Walk | undefined => {
  const by = x.dtype === 'float32' ? recorder() : undefined;
  const lately = latelyOf(graph);
  if (!by || !lately || lately.isBusy) return undefined;
  const isSame = tf.util.arraysEqual(lately.shape as number[], x.shape);
  lately.runs = isSame ? lately.runs + 1 : 1;
  if (!isSame) lately.shape = x.shape;
  const { walk } = lately;
  if (walk && tf.util.arraysEqual(walk.places.x.shape, x.shape)) {
    if (isFit(walk)) return walk;
    forget(walk);
    Object.assign(lately, { walk: undefined, runs: 0 });
  }
  if (!isDue(lately.runs)) return undefined;
  if (lately.walk) forget(lately.walk);
  const made = (lately.walk = record(graph, x.shape, by));
  if (!made) return undefined;
  unreached.register(graph, made, made);
  walks.push(made);
  if (walks.length > mostWalks) forget(walks[0]);
  return made;
};

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
  if (!walk) return undefined;
  const lately = latelyOf(graph)!;
  const logits = logitsOf(walk, x);
  lately.isBusy = true;
  try {
    const dy = start(logits); // It may run other networks, whose recordings take the place of this one.
    return { logits, gradient: gradientOf(walk, dy) ?? graphVjp(graph, runFused(graph, x), dy) };
  } finally {
    lately.isBusy = false;
  }
};
