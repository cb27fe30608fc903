import { InterpError, optionsTable } from '@interp/checks';
import { predictedClasses } from '@interp/core';
import { checkBatch, predictedLabels, probabilitiesOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { floatsOf, rowOf } from './rows.js';
import type { TaskKind } from './task.js';

const noOptions = optionsTable<Readonly<Record<string, never>>>()({});

/** Classifying: logits, probabilities, the predicted class. */
export const classifyTask: TaskKind<Readonly<Record<string, never>>> = {
  check: (options) => {
    noOptions.withDefaults(options);
  },
  resolve: (options, { probabilities }) => {
    if (probabilities !== 'none') return options;
    throw new InterpError(
      'unsupported-model',
      'the model returns values, as a regression, and no scores of classes; expected a model of classes',
    );
  },
  make: (_, classifier) => {
    const { classes, probabilities: kind, settings } = classifier;
    return {
      batchSize: 500,
      workOn: (images) => (batch, from) => {
        checkBatch(classifier, batch);
        const [scores, shares] = tf.tidy(() => {
          const found = classifier.logits(batch);
          return [found, probabilitiesOf(found, kind)];
        });
        const predicted = predictedClasses(scores);
        const [logits, probabilities] = [scores, shares].map((tensor) => tensor.dataSync<'float32'>().slice());
        tf.dispose([scores, shares]);
        const rows = Array.from(predicted, (best, i) => ({
          ...rowOf(images, from + i),
          class: best,
          name: settings.labels?.[best],
          probability: probabilities[i * classes + best],
          ...(kind === 'sigmoid' && { labels: predictedLabels(logits.subarray(i * classes, (i + 1) * classes)) }),
        }));
        return { rows, values: { logits, probabilities } };
      },
      tensors: ({ size, inputShape, pixels }, _rows, { logits, probabilities }) => [
        floatsOf('images', size, inputShape, pixels(0, size)),
        floatsOf('logits', size, [classes], logits),
        floatsOf('probabilities', size, [classes], probabilities),
      ],
    };
  },
};
