import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** How steeply a comparison answers the difference of two numbers: it is decided where they are 0.02 apart. */
const comparison = 50;

/** How steeply the unit of a class answers the number of comparisons that the class wins. */
const decision = 3;

/** What the other numbers of a code are multiplied by, so that the hyperbolic tangent saturates for few of them. */
const scale = 0.8;

/**
 * All pairs i < j of classes.
 *
 * @param classes - how many classes
 * @returns the pairs, in order of i and then j
 */
export const pairsOf = (classes: number): readonly (readonly [i: number, j: number])[] =>
  Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - i - 1 }, (_, k) => [i, i + 1 + k] as const),
  ).flat();

/** One weight of a kernel: row, column, value. */
type Entry = readonly [row: number, column: number, value: number];

/** Gives a dense layer a kernel that is 0 but for some entries, and its biases. */
const write = (layer: tfl.layers.Layer, entries: readonly Entry[], biasOf: (unit: number) => number): void => {
  const [kernel, bias] = layer.weights;
  const [rows, columns] = kernel.shape as [number, number];
  const values = new Float32Array(rows * columns);
  for (const [row, column, value] of entries) values[row * columns + column] = value;
  tf.tidy(() => {
    kernel.write(tf.tensor2d(values, [rows, columns]));
    bias.write(tf.tensor1d(Array.from({ length: columns }, (_, unit) => biasOf(unit))));
  });
};

/** The two layers of {@link classLayers}. */
export interface ClassLayers {
  /** From latent codes, `[n, latentSize]`, to as many numbers, of which the first ones name the class. */
  readonly layers: readonly tfl.layers.Layer[];
  /** Gives them their initial weights, once they are part of a model. */
  readonly initialise: () => void;
}

/**
 * Two dense layers that begin as what says which of a latent code's first numbers is the largest. A network of few layers changes too
 * smoothly with its code for that: where the two largest numbers are near each other, it makes images between two classes, and of
 * codes from N(0, I) with ten classes 28 % have less than 0.2 between them. So the first layer compares all pairs,
 *
 * tᵢⱼ = tanh(50 (zᵢ - zⱼ)),
 *
 * and the second one has a unit for each class, tanh(3 (Σⱼ tᵢⱼ - (K - 2))): near 1 for the class that wins all K - 1 comparisons, near -1 for
 * the others. The numbers behind the first K pass through both, tanh(tanh(0.8 z)). Both layers are trained as all others are.
 *
 * @param latentSize - length of a code, at least `classes`
 * @param classes - K, how many of its first numbers name a class
 * @returns the layers
 */
export const classLayers = (latentSize: number, classes: number): ClassLayers => {
  const pairs = pairsOf(classes);
  const others = latentSize - classes;
  const units = pairs.length + others;
  const compare = tfl.layers.dense({ name: 'compare', units, inputShape: [latentSize], activation: 'tanh' });
  const decide = tfl.layers.dense({ name: 'decide', units: latentSize, activation: 'tanh' });
  const passing = (from: number, to: number, factor: number): readonly Entry[] =>
    Array.from({ length: others }, (_, i) => [from + i, to + i, factor]);
  return {
    layers: [compare, decide],
    initialise: () => {
      const comparing = pairs.flatMap(([i, j], pair): Entry[] => [
        [i, pair, comparison],
        [j, pair, -comparison],
      ]);
      const deciding = pairs.flatMap(([i, j], pair): Entry[] => [
        [pair, i, decision],
        [pair, j, -decision],
      ]);
      write(compare, [...comparing, ...passing(classes, pairs.length, scale)], () => 0);
      write(decide, [...deciding, ...passing(pairs.length, classes, 1)], (unit) =>
        unit < classes ? -decision * (classes - 2) : 0,
      );
    },
  };
};
