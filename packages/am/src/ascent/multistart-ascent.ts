import * as tf from '@tensorflow/tfjs-core';
import { gradientAscent, isBetter, type GradientAscentOptions, type Trajectory } from './gradient-ascent.js';
import type { ObjectiveFunction, StepRecord } from './objective-function.js';
import type { Starts } from './starts.js';

/**
 * The record of one prototype. Its `objective` is the criterion by which it was chosen: P(c|x) - λ‖x‖² of the
 * image, whatever was maximised, or the objective of the method. Where a logit whose probability is its sigmoid is maximised without a penalty, it is
 * that logit, which tells images apart also where the probability is 1.
 */
export interface Prototype<R extends StepRecord = StepRecord> extends StepRecord {
  /** Its class. */
  readonly class: number;
  /** Steps of its run; for background addition, the kept changes. */
  readonly steps: number;
  /** Its share of the wall-clock seconds of all prototypes, which are computed together. */
  readonly seconds: number;
  /** Objective and probability at the start of its run and after each step. */
  readonly history: readonly R[];
}

/** Result of activation maximisation. */
export interface Prototypes<R extends StepRecord = StepRecord> {
  /** The images, `[n, ...inputShape]`, in the order of the items; they belong to the caller. */
  readonly images: tf.Tensor;
  /** The prototypes. */
  readonly items: readonly (Prototype<R> & R)[];
  /** Whether it was stopped early; the images are then the best so far. */
  readonly stopped: boolean;
}

/** How a prototype forms: the best record of its restarts so far, and where the run of that record is now. */
export type FormingPrototype<R extends StepRecord = StepRecord> = R & {
  /** The last record of that run. */
  readonly latest: R;
  /** The point of the last record, flat: the image, with a decoder the latent code. Borrowed, until the next step: copy what is kept. */
  readonly point: Float32Array;
};

/** Yielded after a step of all runs, for each prototype. */
export type PrototypeStep<R extends StepRecord = StepRecord> = readonly FormingPrototype<R>[];

const forming = <R extends StepRecord>({ best, history, point }: Trajectory<R>): FormingPrototype<R> => ({
  ...best,
  latest: history[history.length - 1],
  point,
});

/**
 * Gradient ascent for all prototypes and all their restarts in one batch; one run per prototype is kept.
 *
 * @param start - makes the point that each run starts at, `[classes.length * restarts, ...shape]`, the restarts of a prototype one
 *   after the other; called at the first step
 * @param objectiveFor - gives the objective function for the target class of each run
 * @param options - how; `pick` says which of the runs of a prototype is kept. Default the one whose best record is the best
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; `next(true)` stops it. The `images`
 *   of its result are the best points
 */
export async function* multistartAscent<R extends StepRecord>(
  start: () => tf.Tensor,
  objectiveFor: (targets: readonly number[]) => ObjectiveFunction<R>,
  options: GradientAscentOptions &
    Pick<Starts, 'classes' | 'restarts'> & { pick?: (runs: readonly Trajectory<R>[], wanted: number) => Trajectory<R> },
): AsyncGenerator<PrototypeStep<R>, Prototypes<R>, boolean> {
  const { classes, restarts, threshold } = options;
  const pickBest = (runs: readonly Trajectory<R>[]): Trajectory<R> =>
    runs.reduce((most, run) => (isBetter(run.best, most.best, threshold) ? run : most));
  const pickEach = (runs: readonly Trajectory<R>[], pick: NonNullable<typeof options.pick>): Trajectory<R>[] =>
    classes.map((wanted, i) => pick(runs.slice(i * restarts, (i + 1) * restarts), wanted));
  const begun = performance.now();
  const targets = classes.flatMap((wanted) => Array.from({ length: restarts }, () => wanted));
  const points = start();
  const ascent = gradientAscent(points, objectiveFor(targets), options);
  try {
    let next = await ascent.next();
    while (!next.done) next = await ascent.next(yield pickEach(next.value, pickBest).map(forming));
    const { trajectories, stopped } = next.value;
    const kept = pickEach(trajectories, options.pick ?? pickBest);
    const seconds = (performance.now() - begun) / 1000 / classes.length;
    const values = new Float32Array(kept.length * kept[0].bestPoint.length);
    kept.forEach(({ bestPoint }, i) => values.set(bestPoint, i * bestPoint.length));
    const items = kept.map(({ best, history }, i) => ({
      class: classes[i],
      ...best,
      steps: history.length - 1,
      seconds,
      history,
    }));
    return { images: tf.tensor(values, [kept.length, ...points.shape.slice(1)]), items, stopped };
  } finally {
    await ascent.return(undefined as never);
    points.dispose();
  }
}
