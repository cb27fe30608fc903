import { classifier } from '@interp/core';
import { range } from '@interp/core/internal';
import { adam, constantRate, lenet, trainSteps } from '@interp/lenet';
import { subset } from '@interp/mnist';
import type { FigureContext } from '../context.js';
import { measureNetwork, type NetworkMeasures } from './measures.js';

/** The measures of one network at one moment of its training. */
export interface TrainedPoint extends NetworkMeasures {
  /** Whether its training images were shifted, turned, scaled and sheared. */
  readonly augmented: boolean;
  /** The seed of weights and training. */
  readonly seed: number;
  /** Epochs done. */
  readonly epoch: number;
}

/** The measures of networks from a table with a row each. */
export const pointsOf = (
  rows: readonly (readonly [augmented: boolean, seed: number, epoch: number, ...measures: readonly number[]])[],
): readonly TrainedPoint[] =>
  rows.map(([augmented, seed, epoch, accuracy, misread, expert, onStrokes, rho, letters]) => {
    const measures = { accuracy, misread, expert, onStrokes, rho, letters };
    return { augmented, seed, epoch, ...measures };
  });

/** How the networks of the chart are trained: each image of a third of the training digits, so that six trainings take minutes. */
export const pointsRecipe = {
  digits: 20_000,
  batch: 64,
  rate: 0.002,
  measuredAfter: [1, 2, 4, 8],
  augment: { shift: 1.5, rotate: 10, scale: 0.1, shear: 0.1 },
  seeds: [0, 1, 2],
} as const;

/** Options of {@link trainedPoints}. */
export interface TrainedPointsOptions {
  /** The trainings. Default those of the chart, `pointsRecipe`. */
  readonly recipe?: Readonly<{
    digits: number;
    batch: number;
    rate: number;
    measuredAfter: readonly number[];
    augment: Readonly<Partial<Record<'shift' | 'rotate' | 'scale' | 'shear', number>>>;
    seeds: readonly number[];
  }>;
  /** Called with each point. */
  readonly onPoint?: (point: TrainedPoint) => void;
}

/**
 * Trains networks with and without augmentation from several seeds and measures each of them several times during its training.
 *
 * @param context - digits, expert and generator
 * @param options - how
 * @returns the measures, in the order in which they were made
 */
export const trainedPoints = async (
  context: FigureContext,
  { recipe = pointsRecipe, onPoint }: TrainedPointsOptions = {},
): Promise<readonly TrainedPoint[]> => {
  const { measuredAfter, seeds, augment, batch, rate } = recipe;
  const all = await context.digits('train');
  const digits = subset(all, range(0, Math.min(recipe.digits, all.size)));
  const runs = [false, true].flatMap((augmented) => seeds.map((seed) => ({ augmented, seed })));
  const points: TrainedPoint[] = [];
  for (const { augmented, seed } of runs) {
    const model = lenet({ seed });
    const steps = trainSteps(model, digits, {
      epochs: Math.max(...measuredAfter),
      batch,
      optimizer: adam(),
      rate,
      schedule: constantRate(),
      augment: augmented ? augment : undefined,
      seed,
    });
    try {
      for (let at = await steps.next(false); !at.done; at = await steps.next(false)) {
        context.signal.throwIfAborted();
        const { record } = at.value;
        if (!record || !measuredAfter.includes(record.epoch)) continue;
        const measures = await measureNetwork(classifier(model), context);
        points.push({ augmented, seed, epoch: record.epoch, ...measures });
        onPoint?.(points.at(-1)!);
        context.progress(points.length / (runs.length * measuredAfter.length));
      }
    } finally {
      await steps.return({ history: [], step: 0, ended: 'stopped' });
      model.dispose();
    }
  }
  return points;
};
