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
 * Whether the hidden layers have room for class units and as many others.
 *
 * @param hidden - units of the hidden layers
 * @param classes - how many numbers of a latent code name a class
 * @returns whether they have
 */
export const hasRoomForClassUnits = ([first = 0, second = 0]: readonly number[], classes: number): boolean =>
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
 * Lets a fully connected generator begin with units that tell which of a latent code's first numbers is the largest; why, is said at {@link
 * classLayers}. It does so with ReLUs and within its first two layers. In the first one, two units compare each pair of classes,
 *
 * a = relu(m (zᵢ - zⱼ) + mε) and b = relu(m (zᵢ - zⱼ) - mε): tᵢⱼ = (a - b) / 2mε rises from 0 to 1 where |zᵢ - zⱼ| ≤ ε,
 *
 * and each unit of the second one belongs to a class k: added to its input is g (Σⱼ tₖⱼ - (K - 1.25)), which is g / 4 where the class
 * wins all K - 1 comparisons and -3g / 4 or less where it does not. All weights are trained further.
 *
 * @param model - begins with two dense layers with ReLUs, wide enough ({@link hasRoomForClassUnits}); changed in place
 * @param classes - K, how many numbers name a class
 */
export const setClassUnits = (model: LayersModel, classes: number): void => {
  const [compare, offset, decide, bias] = model.weights;
  const pairs = pairsOf(classes);
  const step = slope * halfWidth;
  const [first, second] = decide.shape as [number, number];
  const withClass = second - (second % classes);
  const classOf = (unit: number): number => (unit < withClass ? unit % classes : -1);
  edit(compare, (values, at) => {
    pairs.forEach(([i, j], pair) => {
      for (let row = 0; row < compare.shape[0]!; row++)
        for (const unit of [2 * pair, 2 * pair + 1]) values[at(row, unit)] = row === i ? slope : row === j ? -slope : 0;
    });
  });
  edit(offset, (values) => {
    pairs.forEach((_, pair) => {
      values[2 * pair] = step;
      values[2 * pair + 1] = -step;
    });
  });
  edit(decide, (values, at) => {
    for (let unit = 0; unit < second; unit++) {
      const wanted = classOf(unit);
      pairs.forEach(([i, j], pair) => {
        const weight = wanted === i ? won / (2 * step) : wanted === j ? -won / (2 * step) : 0;
        values[at(2 * pair, unit)] = weight;
        values[at(2 * pair + 1, unit)] = -weight;
      });
      for (let row = 2 * pairs.length; row < first; row++) values[at(row, unit)] *= gain;
    }
  });
  edit(bias, (values) => {
    // Class k is the second one of k pairs (i, k), each of which it wins by 1 - t.
    for (let unit = 0; unit < withClass; unit++) values[unit] = won * (classOf(unit) - (classes - 1.25));
  });
};
