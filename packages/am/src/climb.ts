import { InterpError } from '@interp/core';
import { areFinite } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Ascent } from './ascent.js';
import type { Landscape, Slope } from './landscape.js';
import { tidied } from './tidied.js';
import { betterBy, extended, type StepRecord, type Route } from './route.js';

/** How {@link climb} goes. */
export interface ClimbOptions {
  /** The way to climb. */
  readonly ascent: Ascent;
  /** Steps of each run at most. */
  readonly steps: number;
  /** What values are clipped to at the start and after each step. */
  readonly bounds: readonly [low: number, high: number];
  /** The least probability that the best image of a run should have. */
  readonly threshold: number;
  /** Whether a run ends where it reaches the threshold. */
  readonly stopAtThreshold: boolean;
}

/** What {@link climb} ends with. */
export interface Climbed<M extends StepRecord = StepRecord> {
  /** The way that each run took. */
  readonly routes: readonly Route<M>[];
  /** Whether it was asked to stop before its end. */
  readonly stopped: boolean;
}

/** The runs under way, their points, and what the ascent remembers of them; each tensor has the runs as its first dimension. */
interface Party {
  readonly runs: readonly number[];
  readonly points: tf.Tensor;
  readonly state: readonly tf.Tensor[];
}

const notFinite = (run: number, step: number): InterpError =>
  new InterpError(
    'not-finite',
    `run ${run} of the ascent is no longer finite after ${step} steps; expected numbers; take a lower rate or other weights`,
  );

/** What a step found of each run; throws where something is not finite. */
const findings = async <M extends StepRecord>(
  { runs, points }: Party,
  { moments, gradient }: Slope<M>,
  step: number,
) => {
  const [images, uphill] = await Promise.all([points.data<'float32'>(), gradient.data<'float32'>()]);
  const size = images.length / runs.length;
  return runs.map((run, i) => {
    const moment = moments[i];
    const steepness = uphill.subarray(i * size, (i + 1) * size);
    const finite = Number.isFinite(moment.objective) && areFinite(steepness);
    if (!finite) throw notFinite(run, step);
    return { run, moment, image: images.subarray(i * size, (i + 1) * size) };
  });
};

const only = ({ runs, points, state }: Party, places: readonly number[]): Party => {
  const rows = <T extends tf.Tensor>(x: T): T => tf.gather(x, tf.tensor1d(places as number[], 'int32'));
  return { runs: places.map((place) => runs[place]), points: rows(points), state: state.map(rows) };
};

/**
 * Climbs from many points at once, each run on its own, and keeps the best image of each. It yields the routes after the start
 * and after each step, and takes `true` as the wish to stop.
 *
 * @param start - where each run starts, `[runs, ...shape]`; borrowed
 * @param landscape - what is climbed
 * @param options - how
 * @returns the routes, and whether it was stopped
 * @throws InterpError `not-finite`, naming run and step
 */
export async function* climb<M extends StepRecord>(
  start: tf.Tensor,
  landscape: Landscape<M>,
  { ascent, steps, bounds: [low, high], threshold, stopAtThreshold }: ClimbOptions,
): AsyncGenerator<readonly Route<M>[], Climbed<M>, boolean> {
  const routes: Route<M>[] = [];
  const better = betterBy(threshold);
  let party = tidied<Party>(() => {
    const points = tf.clipByValue(start, low, high);
    return { runs: Array.from({ length: start.shape[0] }, (_, run) => run), points, state: ascent.start(points) };
  });
  let stopped = false;
  try {
    for (let step = 0; ; step++) {
      const before = party;
      const slope = tidied(() => landscape(before.points, before.runs));
      try {
        const found = await findings(before, slope, step);
        for (const { run, moment, image } of found) routes[run] = extended(routes[run], moment, image, better);
        stopped = yield routes;
        const going = found.flatMap(({ moment }, i) => (stopAtThreshold && moment.probability >= threshold ? [] : [i]));
        if (stopped || step === steps || going.length === 0) break;
        party = tidied<Party>(() => {
          const next = ascent.step(slope.gradient, before.state, step);
          const points = tf.clipByValue(tf.add(before.points, next.change), low, high);
          const all = { runs: before.runs, points, state: next.state };
          return going.length === before.runs.length ? all : only(all, going);
        });
        tf.dispose([before.points, ...before.state]);
      } finally {
        slope.gradient.dispose();
      }
    }
    return { routes, stopped };
  } finally {
    tf.dispose([party.points, ...party.state]);
  }
}
