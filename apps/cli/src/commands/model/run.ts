import { extname } from 'node:path';
import { shownName } from '@interp/core/plain-text';
import { gradCam, lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { modelFormats } from '../../models/formats.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { tried } from '../../models/tried.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { ShowModelOptions } from './options.js';
import { layerRows, multiplicationsOf } from './layers.js';
import { modelText, type ModelDescription } from './view.js';

const formatOf = (spec: string): string => modelFormats[extname(spec)]?.name ?? 'built-in';

/** Each method, tried on one input in the middle of the bounds. */
const methodsOf = (classifier: LoadedModel): ModelDescription['methods'] => {
  const { inputShape, bounds, probabilities } = classifier;
  return tf.tidy(() => {
    const x = tf.fill([1, ...inputShape], (bounds[0] + bounds[1]) / 2);
    const gradient = tried(() => void classifier.gradient(x, (logits) => tf.onesLike(logits)));
    const isValues = probabilities === 'none';
    const attack = isValues
      ? 'the model returns values, not scores of classes; say with --returns what it returns'
      : gradient;
    return {
      gradient,
      lrp: tried(() => void lrp(classifier, x)),
      'grad-cam': tried(() => void gradCam(classifier, x)),
      attack,
      prototype: attack,
    };
  });
};

const scoresOf = ({ network, probabilities }: LoadedModel): ModelDescription['outputs'][number]['scores'] => {
  const scores = network?.outputs[0].scores;
  if (scores === 'identity' || scores === undefined)
    return probabilities === 'none' || probabilities === 'sigmoid' ? probabilities : 'logits';
  return scores === 'sigmoid' ? 'sigmoid' : 'softmax';
};

const descriptionOf = (spec: string, loaded: LoadedModel): ModelDescription => {
  const { model, settings, classes } = loaded;
  const layers = layerRows(loaded);
  return {
    format: ('format' in model ? model.format : undefined) ?? formatOf(spec),
    inputs: model.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    outputs: model.outputs.map(({ name, shape }, i) => ({
      name: 'outputNames' in model ? model.outputNames[i] : name,
      shape,
      scores: scoresOf(loaded),
      classes,
    })),
    layers,
    parameters: 'predict' in model ? model.countParams() : layers.reduce((sum, { parameters }) => sum + parameters, 0),
    multiplications: multiplicationsOf(loaded),
    methods: methodsOf(loaded),
    settings,
  };
};

/** Describes a model, and remembers what is said of it where that is asked for. */
export const run = async (spec: string, options: ShowModelOptions, job: Job): Promise<Result> => {
  if (options.write && formatOf(spec) === 'built-in')
    throw new UsageError(
      `--write is for a model of your own; ${shownName(spec)} has nothing to be remembered: leave it out`,
    );
  await job.startBackend();
  return job.withClassifier(
    spec,
    async (loaded) => {
      const description = descriptionOf(spec, loaded);
      if (options.write) {
        const { writeModelSettings } = await import('@interp/files/node');
        job.note(`wrote ${await writeModelSettings(spec, loaded.settings)}`);
      }
      return { json: description, text: modelText(description) };
    },
    options,
  );
};
