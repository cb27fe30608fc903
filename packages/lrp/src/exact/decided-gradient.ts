import { backward, gradientRule, type Trace, type TracedLayer } from '@interp/core';
import { hostTensor, hostValues, sizeOfShape } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import { exactValues } from './exact-values.js';
import type { UndecidedElement, Step } from './step.js';

/** The distance from a kink within which float32 may be on the wrong side, relative to the largest value of the layer. */
const UNSURE = 2.5e-7;

/** A gradient that moves from one element of the input to another; indices count from the first image of the batch. */
interface Move {
  readonly output: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

const largest = (row: Float32Array): number => {
  let top = 0;
  for (let i = 0; i < row.length; i++) {
    const size = Math.abs(row[i]);
    if (size > top) top = size;
  }
  return top;
};

/** The undecided elements of a layer, for each image. */
const undecidedOf = (layer: TracedLayer, { kink }: Step): UndecidedElement[][] => {
  const values = hostValues(layer.mergedInput());
  const n = layer.output.shape[0];
  const size = values.length / n;
  return Array.from({ length: n }, (_, image) => {
    const row = values.subarray(image * size, (image + 1) * size);
    return kink!.undecided(row, UNSURE * largest(row));
  });
};

const moved = (arrived: tf.Tensor, arriving: tf.Tensor, moves: readonly Move[]): tf.Tensor =>
  hostTensor(arrived.shape, (out) => {
    out.set(hostValues(arrived));
    const values = hostValues(arriving);
    for (const { output, from, to } of moves) {
      if (from !== undefined) out[from] -= values[output];
      if (to !== undefined) out[to] += values[output];
    }
  });

/**
 * A gradient that is on the right side of every kink. The gradient of a network with ReLU and max-pooling jumps where
 * a unit's input crosses 0 or two cells of a window are equal. Units so near to a kink that float32 may err are
 * computed again in double precision, and the gradient is corrected where it did err.
 *
 * @param run - a network's run over a batch; borrowed
 * @param seeds - the derivative with respect to its output; borrowed
 * @param steps - the same network in double precision
 * @param exact - the input of the run, of one image, in double precision
 * @returns the gradient with respect to the input of the run, owned by the caller
 */
export const decidedGradient = (
  run: Trace,
  seeds: tf.Tensor,
  steps: readonly Step[],
  exact: (image: number) => Float64Array,
): tf.Tensor => {
  const kinked = steps.flatMap((step, index) => (step.kink ? [{ step, index }] : []));
  const layers = run.layers.filter(({ kind, activation }) => kind === 'max-pooling' || activation === 'relu');
  const undecided = layers.map((layer, i) => undecidedOf(layer, kinked[i].step));
  const moves = new Map<TracedLayer, Move[]>(layers.map((layer) => [layer, []]));
  for (let image = 0; image < run.input.shape[0]; image++) {
    if (undecided.every((ofLayer) => ofLayer[image].length === 0)) continue;
    const valueOf = exactValues(steps, exact(image));
    layers.forEach((layer, i) => {
      const [sizeIn, sizeOut] = [layer.inputShapes[0], layer.output.shape].map((shape) => sizeOfShape(shape.slice(1)));
      const absolute = (index: number | undefined): number | undefined =>
        index === undefined ? undefined : image * sizeIn + index;
      for (const element of undecided[i][image]) {
        const right = kinked[i].step.kink!.decide(
          element,
          element.among.map((index) => valueOf(kinked[i].index, index)),
        );
        if (right === element.chosen) continue;
        moves
          .get(layer)!
          .push({ output: image * sizeOut + element.output, from: absolute(element.chosen), to: absolute(right) });
      }
    });
  }
  return backward(run, seeds, (layer) => {
    const own = moves.get(layer);
    if (!own?.length) return gradientRule;
    return (_layer, _input, arriving) => moved(layer.vjp(arriving), arriving, own);
  });
};
