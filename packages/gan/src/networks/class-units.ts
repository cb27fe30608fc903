import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { pairsOf } from './class-layers.js';

/** ε: half the width of the step in which one number of a latent code comes to count as the larger one. */
const halfWidth = 0.02;

/** m: the slope of the units that compare. */
const slope = 4;

/** g: how much a comparison that its class wins adds to a unit of the second layer. */
const won = 3;

/** The gain of what else reaches these units, so that they differ among codes of one class as much as between classes. */
const gain = 3;

/**
 * Whether two hidden layers have room for class units, and as much again for everything else.
 *
 * @param hidden - units of the hidden layers
 * @param classes - how many numbers of a latent code name a class
 * @returns whether there is
 */
export const haveRoomForClasses = ([first = 0, second = 0]: readonly number[], classes: number): boolean =>
  classes > 1 && first >= 2.5 * pairsOf(classes).length && second >= 8 * classes;

/** Changes a weight's values in place. */
const edit = (
  weight: LayersModel['weights'][number],
  change: (values: Float32Array, at: (row: number, column: number) => number) => void,
): void => {
  const shape = weight.shape as number[];
  const columns = shape.at(-1)!;
  const values = Float32Array.from(weight.read().dataSync<'float32'>());
  change(values, (row, column) => row * columns + column);
  tf.tidy(() => {
    weight.write(tf.tensor(values, shape));
  });
};

/**
 * Lets a fully connected generator begin with units that say which of a latent code's first numbers is the largest, for the reason that {@link classLayers}
 * has, with ReLUs and within its two hidden layers. In the first one, two units compare each pair of classes,
 *
 * a = relu(m (zᵢ - zⱼ) + mε), b = relu(m (zᵢ - zⱼ) - mε), so that tᵢⱼ = (a - b) / 2mε rises from 0 to 1 where |zᵢ - zⱼ| ≤ ε,
 *
 * and each unit of the second one belongs to a class k: to its own input g (Σⱼ tₖⱼ - (K - 1.25)) is added, which is g / 4 where the class
 * wins all comparisons and -3g / 4 or less where it does not. All weights are trained further.
 *
 * @param model - two dense layers with ReLUs, wide enough ({@link haveRoomForClasses}), and a third; changed in place
 * @param classes - K, how many numbers name a class
 * @returns the model
 */
export const withClassUnits = (model: LayersModel, classes: number): LayersModel => {
  const [compare, offset, decide, bias] = model.weights;
  const pairs = pairsOf(classes);
  const step = slope * halfWidth;
  const [first, second] = decide.shape as [number, number];
  const perClass = Math.floor(second / classes);
  const classOf = (unit: number): number => (unit < perClass * classes ? unit % classes : -1);
  edit(compare, (values, at) => {
    pairs.forEach(([i, j], k) => {
      for (let row = 0; row < compare.shape[0]!; row++)
        for (const unit of [2 * k, 2 * k + 1]) values[at(row, unit)] = row === i ? slope : row === j ? -slope : 0;
    });
  });
  edit(offset, (values) => {
    pairs.forEach((_, k) => {
      values[2 * k] = step;
      values[2 * k + 1] = -step;
    });
  });
  edit(decide, (values, at) => {
    for (let unit = 0; unit < second; unit++) {
      pairs.forEach(([i, j], k) => {
        const c = classOf(unit);
        const weight = c === i ? won / (2 * step) : c === j ? -won / (2 * step) : 0;
        values[at(2 * k, unit)] = weight;
        values[at(2 * k + 1, unit)] = -weight;
      });
      for (let row = 2 * pairs.length; row < first; row++) values[at(row, unit)] *= gain;
    }
  });
  edit(bias, (values) => {
    for (let unit = 0; unit < second; unit++) {
      const c = classOf(unit);
      // Of its pairs (i, c) with i < c, class c wins 1 - t.
      if (c >= 0) values[unit] = won * (c - (classes - 1.25));
    }
  });
  return model;
};
