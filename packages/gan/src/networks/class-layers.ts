import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** How steeply a comparison of two numbers answers their difference: it is decided where they are 0.02 apart. */
const comparison = 50;

/** How steeply the unit of a class answers the number of comparisons that its class wins. */
const decision = 3;

/** What the other numbers of a code are multiplied by, so that the hyperbolic tangent keeps most of them apart. */
const scale = 0.8;

/** All pairs i < j of classes. */
export const pairsOf = (classes: number): readonly (readonly [number, number])[] =>
  Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - i - 1 }, (_, k) => [i, i + 1 + k] as const),
  ).flat();

/**
 * Two fixed dense layers with hyperbolic tangents that say which of the first numbers of a latent code is the largest. A network that
 * changes smoothly with its code makes images between two classes where the two largest numbers are near each other, and of codes from
 * N(0, I) with ten classes a quarter have less than 0.2 between them. So the first layer compares all pairs,
 *
 * tᵢⱼ = tanh(50 (zᵢ - zⱼ)),
 *
 * and the second one has a unit for each class, tanh(3 (Σⱼ tᵢⱼ - (K - 2))), near 1 for the class that wins all K - 1 comparisons and near -1
 * for the others. The numbers behind the first K pass through both layers, tanh(tanh(z / 2)).
 *
 * @param latentSize - length of a code, at least `classes`
 * @param classes - K, how many of its first numbers name a class
 * @returns the layers, from `[n, latentSize]` to `[n, latentSize]`, and what sets their weights once they are part of a model
 */
export const classLayers = (
  latentSize: number,
  classes: number,
): { readonly layers: readonly tfl.layers.Layer[]; readonly fix: () => void } => {
  const pairs = pairsOf(classes);
  const others = latentSize - classes;
  const units = pairs.length + others;
  const dense = (name: string, size: number, inputSize: number): tfl.layers.Layer =>
    tfl.layers.dense({ name, units: size, inputShape: [inputSize], activation: 'tanh' });
  const [compare, decide] = [dense('compare', units, latentSize), dense('decide', latentSize, units)];
  const write = (
    [kernel, bias]: tfl.layers.Layer['weights'],
    entries: Iterable<readonly [number, number, number]>,
    biases: number,
  ): void => {
    const [rows, columns] = kernel.shape as [number, number];
    const values = new Float32Array(rows * columns);
    for (const [row, column, value] of entries) values[row * columns + column] = value;
    tf.tidy(() => {
      kernel.write(tf.tensor2d(values, [rows, columns]));
      bias.write(tf.tensor1d(Array.from({ length: columns }, (_, i) => (i < classes ? biases : 0))));
    });
  };
  const passing = (from: number, to: number, factor: number) =>
    Array.from({ length: others }, (_, i) => [from + i, to + i, factor] as const);
  return {
    layers: [compare, decide],
    fix: () => {
      write(
        compare.weights,
        [
          ...pairs.flatMap(([i, j], k) => [[i, k, comparison] as const, [j, k, -comparison] as const]),
          ...passing(classes, pairs.length, scale),
        ],
        0,
      );
      write(
        decide.weights,
        [
          ...pairs.flatMap(([i, j], k) => [[k, i, decision] as const, [k, j, -decision] as const]),
          ...passing(pairs.length, classes, 1),
        ],
        -decision * (classes - 2),
      );
    },
  };
};
