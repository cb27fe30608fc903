import { backward, canWalk, trace, type Classifier } from '@interp/core';
import { hostValues, imagesAtOnce } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkFinite } from './finite.js';
import type { ArrayClassifier, StartRow } from './slopes.js';

/**
 * Puts a classifier behind plain arrays, some images at a time, so that memory stays small however many there are.
 *
 * @param classifier - any classifier
 * @param batchSize - images in one pass, fewer where the model is large
 * @returns its scores and gradients
 */
export const arrayClassifier = (classifier: Classifier, batchSize: number): ArrayClassifier => {
  const { classes, inputShape, network } = classifier;
  const size = inputShape.reduce((product, n) => product * n, 1);
  const together = Math.min(batchSize, imagesAtOnce(classifier));

  const starts = (logits: Float32Array, from: number, start: StartRow): tf.Tensor2D => {
    const rows = new Float32Array(logits.length);
    for (let i = 0; i * classes < rows.length; i++) {
      const [first, last] = [i * classes, (i + 1) * classes];
      start(from + i, logits.subarray(first, last), rows.subarray(first, last));
    }
    return tf.tensor2d(rows, [rows.length / classes, classes]);
  };

  /** Works through the images some at a time; all tensors of a part are gone when it is done. */
  const inParts = (
    images: Float32Array,
    count: number,
    work: (x: tf.Tensor, from: number, to: number) => void,
  ): void => {
    for (let from = 0; from < count; from += together) {
      const to = Math.min(count, from + together);
      tf.tidy(() => {
        work(tf.tensor(images.slice(from * size, to * size), [to - from, ...inputShape]), from, to);
      });
    }
  };

  return {
    classes,
    size,
    logits: (images, count) => {
      const all = new Float32Array(count * classes);
      inParts(images, count, (x, from) => all.set(classifier.logits(x).dataSync<'float32'>(), from * classes));
      checkFinite(all, 'scores');
      return all;
    },
    gradients: (images, count, start) => {
      const logits = new Float32Array(count * classes);
      const gradients = new Float32Array(count * size);
      inParts(images, count, (x, from, to) => {
        const found = classifier.gradient(x, (scores) => {
          const rows = logits.subarray(from * classes, to * classes);
          rows.set(scores.dataSync<'float32'>());
          return starts(rows, from, start);
        });
        gradients.set(hostValues(found.gradient), from * size);
      });
      checkFinite(logits, 'scores');
      checkFinite(gradients, 'gradients');
      return { logits, gradients };
    },
    eachGradient: (images, count, times, start, take) => {
      inParts(images, count, (x, from, to) => {
        const run = network && canWalk(network) ? trace(network, x) : undefined;
        const scores = run ? (run.output as tf.Tensor2D) : classifier.logits(x);
        const logits = Float32Array.from(scores.dataSync<'float32'>());
        for (let turn = 0; turn < times; turn++) {
          tf.tidy(() => {
            const rows = (l: Float32Array): tf.Tensor2D => starts(l, from, start(turn));
            const gradient = run ? backward(run, rows(logits)) : classifier.gradient(x, () => rows(logits)).gradient;
            const values = hostValues(gradient);
            for (let i = 0; i < to - from; i++)
              take(
                from + i,
                turn,
                values.subarray(i * size, (i + 1) * size),
                logits.subarray(i * classes, (i + 1) * classes),
              );
          });
        }
      });
    },
  };
};
