import { InterpError, optionsTable } from '@interp/checks';
import { classify } from '@interp/core';
import { concatFloats } from '@interp/core/internal';
import { imageEntries, mapBatches, preparedRecord, type Images } from '@interp/images';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkOneExample, taskOfImages, type TaskKind } from './task.js';

const noOptions = optionsTable<Readonly<Record<string, never>>>()({});

/** Classifying: logits, probabilities, the predicted class. */
export const classifyTask: TaskKind<Readonly<Record<string, never>>> = {
  check: (options) => {
    noOptions.withDefaults(options);
  },
  resolve: (options, classifier) => {
    const { probabilities } = classifier;
    checkOneExample(classifier, 'classify');
    if (probabilities !== 'none') return options;
    throw new InterpError(
      'unsupported-model',
      'the model returns values, as a regression, and no scores of classes; expected a model of classes',
    );
  },
  make: (_, classifier) => {
    const { classes, inputShape, settings } = classifier;
    const work = (images: Images) => (batch: Tensor, from: number) => {
      const found = classify(classifier, batch);
      const rows = found.map(({ class: best, probability, labels }, i) => ({
        input: images.name(from + i),
        label: images.label(from + i),
        ...preparedRecord(images, from + i),
        class: best,
        name: settings.labels?.[best],
        probability,
        ...(labels && { labels }),
      }));
      const all = (key: 'logits' | 'probabilities') => concatFloats(found.map((one) => one[key]));
      return { rows, values: { logits: all('logits'), probabilities: all('probabilities') } };
    };
    return taskOfImages(async (images) => {
      const { n, rows, values } = await mapBatches(images, work(images), { batchSize: 500 });
      const { logits = new Float32Array(), probabilities = new Float32Array() } = values;
      return {
        rows,
        tensors: [
          ...imageEntries(inputShape, n, { images: images.pixels(0, n) }),
          ...imageEntries([classes], n, { logits, probabilities }),
        ],
      };
    });
  },
};
