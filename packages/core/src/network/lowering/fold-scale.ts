import * as tf from '@tensorflow/tfjs-core';
import type { Weight } from '../maps/weights.js';
import type { EarlierScale, Step } from '../steps.js';

/** A normalisation that was folded into a linear step, and the copies between the two, in order. */
export interface FoldedScale {
  /** The linear step, with the normalisation. */
  readonly linear: Step;
  /** The copies after it, the last of which gives what the normalisation gave. */
  readonly copies: readonly Step[];
}

/**
 * Folds a batch normalisation into the dense or convolutional step before it, also if steps between them copy values. Each factor must
 * belong to one channel of that step.
 *
 * @param step - any step
 * @param before - given the name of a value, the step that returns it, if nothing else uses the value
 * @returns the new steps; undefined if it cannot be folded
 */
export const foldScale = (step: Step, before: (name: string) => Step | undefined): FoldedScale | undefined => {
  const { scale, bias, scaleShape } = step.operator;
  if (!scale || !bias || !scaleShape) return undefined;
  const copies: Step[] = [];
  const ways: EarlierScale['of'][] = [];
  let shape = scaleShape;
  for (let at = before(step.inputs[0]); at; at = before(at.inputs[0])) {
    const { withScale, scaleBefore } = at.operator;
    if (withScale) {
      if (shape.some((size, axis) => size > 1 && axis < shape.length - 1)) return undefined;
      const { layer } = at;
      const moved = ({ key, sources, read }: Weight): Weight => ({
        key: `${key} at ${layer.name}`,
        sources,
        read: () =>
          tf.reshape(
            ways.reduce((values, way) => way(values), tf.mul(read(), tf.ones([...scaleShape]))),
            [-1],
          ),
      });
      const name = `${layer.name}+${step.layer.name}`;
      const operator = withScale(moved(scale), moved(bias));
      return { linear: { ...at, operator, layer: { name, type: layer.type } }, copies };
    }
    const earlier = scaleBefore?.(shape);
    if (!earlier) return undefined;
    shape = earlier.shape;
    ways.push(earlier.of);
    copies.unshift(at);
  }
  return undefined;
};
