import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { recorder, type Recorder, type Recording } from '../host.js';
import { noteWeights, type NotedWeights } from '../maps/weights.js';
import type { StepGraph } from '../steps.js';
import { graphVjp } from './backward.js';
import { runFused } from './run.js';

/** The forward and the backward pass of a network on batches of one shape, recorded to run without allocating anything but their results. */
export interface RecordedWalk {
  /** The scores of a batch of the shape, owned by the caller. */
  logits(x: tf.Tensor): tf.Tensor2D;
  /** The gradient with respect to the last batch, owned by the caller, from the derivative with respect to its scores; undefined if that is of another shape. */
  gradient(start: tf.Tensor): tf.Tensor | undefined;
}

/** A recording with what it depends on. */
interface Walk extends RecordedWalk {
  readonly recording: Recording;
  readonly recorder: Recorder;
  readonly weights: NotedWeights;
}

/** What happened with a network lately. */
interface Lately {
  shape: readonly number[];
  /** Runs on batches of this shape, one after the other. */
  runs: number;
  walk?: Walk | undefined;
  /** The shape of the walk, or one that cannot be recorded. */
  tried: readonly number[];
  /** Whether the scores of a batch have been computed and their gradient not yet. */
  isBusy: boolean;
}

/** So many batches of one shape, one after the other, come before one that is recorded, since a recording pays only if it is repeated. */
const before = 3;

/** The most recordings of all networks, and bytes of one. */
const [mostWalks, mostBytes] = [4, 2 ** 26];

/** The recordings that there are, the one recorded last at the end. */
const walks: Walk[] = [];

const forget = (walk: Walk): void => {
  const at = walks.indexOf(walk);
  if (at < 0) return;
  walks.splice(at, 1);
  walk.recording.dispose();
};

/** Frees the recordings of networks that nobody can reach any more. */
const unreached = new FinalizationRegistry<Walk>(forget);

const record = (graph: StepGraph, shape: readonly number[], by: Recorder): Walk | undefined => {
  const places: Record<'x' | 'y' | 'dy' | 'dx', tf.TensorInfo | undefined> = { x: undefined, y: undefined, dy: undefined, dx: undefined }; // prettier-ignore
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
    });
  });
  if (!recording) return undefined;
  const { play } = recording;
  const { x: input, y, dy, dx } = places as Record<keyof typeof places, tf.TensorInfo>;
  return {
    recording,
    recorder: by,
    weights,
    logits: (x) => {
      by.write(input, x);
      play(0);
      return by.read(y) as tf.Tensor2D;
    },
    gradient: (start) => {
      if (start.dtype !== 'float32' || !tf.util.arraysEqual(start.shape, dy.shape)) return undefined;
      by.write(dy, start);
      play(1);
      return by.read(dx);
    },
  };
};

/** Functions may be somebody's own, which depend on more than what they are given. */
const isRecordable = ({ steps }: StepGraph): boolean =>
  steps.every(({ operator: { kind } }) => kind !== 'function' && kind !== 'opaque');

const latelyOf = memoised((graph: StepGraph): Lately | undefined =>
  isRecordable(graph) ? { shape: [], runs: 0, tried: [], isBusy: false } : undefined,
);

const isFit = ({ recorder: by, weights }: Walk): boolean => recorder() === by && weights.areUnchanged();

/**
 * The recorded passes of a network for a batch, once it has run on several of the same shape: ascents and attacks repeat them some hundred times. The
 * weights are those of the recording, as long as none of them is assigned another value.
 *
 * @param graph - the steps, each with a `vjp`
 * @param x - the batch
 * @returns the passes; undefined where there are none: too early, another shape, a backend that does not record, steps that it cannot record, too much memory
 */
const recordedWalk = (graph: StepGraph, x: tf.Tensor): RecordedWalk | undefined => {
  const by = x.dtype === 'float32' ? recorder() : undefined;
  const lately = latelyOf(graph);
  if (!by || !lately || lately.isBusy) return undefined;
  const isSame = tf.util.arraysEqual(lately.shape as number[], x.shape);
  lately.runs = isSame ? lately.runs + 1 : 1;
  if (!isSame) lately.shape = x.shape;
  const { walk } = lately;
  if (walk && tf.util.arraysEqual(lately.tried as number[], x.shape)) {
    if (walks.includes(walk) && isFit(walk)) return walk;
    forget(walk);
    Object.assign(lately, { walk: undefined, tried: [], runs: 0 });
    return undefined;
  }
  if (lately.runs <= before || tf.util.arraysEqual(lately.tried as number[], x.shape)) return undefined;
  if (walk) forget(walk);
  const made = record(graph, x.shape, by);
  const fits = made && made.recording.bytes <= mostBytes;
  if (made && !fits) made.recording.dispose();
  Object.assign(lately, { walk: fits ? made : undefined, tried: x.shape });
  if (!fits) return undefined;
  unreached.register(graph, made);
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
export const recordedLogits = (graph: StepGraph, x: tf.Tensor): tf.Tensor2D | undefined =>
  recordedWalk(graph, x)?.logits(x);

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
  const logits = walk.logits(x);
  lately.isBusy = true;
  try {
    const dy = start(logits);
    return { logits, gradient: walk.gradient(dy) ?? graphVjp(graph, runFused(graph, x), dy) };
  } finally {
    lately.isBusy = false;
  }
};
