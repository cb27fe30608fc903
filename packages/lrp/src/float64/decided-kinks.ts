import { backward, gradientInParts, imagesAtOnce, trace, type Classifier, type Trace } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { network } from './network.js';
import type { Step } from './step.js';

/** How near a kink float32 may be wrong about the side, as a share of the largest value of the layer. */
const UNSURE = 2.5e-7;

const rowsOf = (x: tf.Tensor): Float32Array[] => {
  const values = x.dataSync<'float32'>();
  const size = values.length / x.shape[0];
  return Array.from({ length: x.shape[0] }, (_, i) => values.subarray(i * size, (i + 1) * size));
};

const largest = (row: Float32Array): number => {
  let top = 0;
  for (let i = 0; i < row.length; i++) {
    const size = Math.abs(row[i]);
    if (size > top) top = size;
  }
  return top;
};

/** The images of a run that lie within rounding of a kink. */
const unsureImages = (run: Trace, kinked: readonly Step[]): number[] => {
  const layers = run.layers.filter(({ kind, activation }) => kind === 'pooling' || activation === 'relu');
  const unsure = new Set<number>();
  layers.forEach((layer, at) => {
    rowsOf(layer.gathered()).forEach((row, image) => {
      if (kinked[at].toKink!(row) < UNSURE * largest(row)) unsure.add(image);
    });
  });
  return [...unsure];
};

/**
 * A gradient that is on the right side of every kink. The gradient of a network of ReLU and max-pooling jumps where a unit's input
 * passes 0 or two cells of a window are equal; so near to that that float32 may err about the side, the gradient of that image is
 * computed again in double precision. Of classifiers that are no chains of such layers it is the classifier's own.
 *
 * @param classifier - any classifier
 * @returns the gradient
 */
export const decidedKinks = (classifier: Classifier): Classifier['gradient'] => {
  const { model } = classifier;
  const steps = model && network(model);
  const kinked = steps?.filter(({ toKink }) => toKink) ?? [];
  if (!model || !steps || kinked.length === 0) return classifier.gradient;
  return gradientInParts(imagesAtOnce(classifier), classifier.logits, (x, start) =>
    tf.tidy(() => {
      const run = trace(model, x);
      const seeds = start(run.output as tf.Tensor2D);
      const rough = backward(run, seeds, () => (layer, _input, arriving) => layer.pullBack(arriving));
      const found = { logits: tf.clone(run.output as tf.Tensor2D), gradient: rough };
      const unsure = unsureImages(run, kinked);
      if (unsure.length === 0) return found;
      const [images, starts, values] = [rowsOf(x), rowsOf(seeds), rough.dataSync<'float32'>().slice()];
      for (const image of unsure) {
        steps.reduce<Float64Array>((y, step) => step.forward(y), Float64Array.from(images[image]));
        const slope = steps.reduceRight<Float64Array>(
          (dy, step) => step.backward(dy),
          Float64Array.from(starts[image]),
        );
        values.set(slope, image * slope.length);
      }
      return { ...found, gradient: tf.tensor(values, x.shape) };
    }),
  );
};
