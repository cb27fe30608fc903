import { extname } from 'node:path';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as thesis from '@interp/thesis';
import { batchOf } from '../../inputs/batches.js';
import { withRbm } from '../../models/rbm.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { FigureOptions } from './options.js';

type Draw = (options: FigureOptions, job: Job) => thesis.Diagram | Promise<thesis.Diagram>;

const relevance: Draw = (options, job) =>
  job.withClassifier(options.model, async (classifier) => {
    const { inputShape, preprocessing, check } = classifier;
    const { input } = options;
    const images = await job.readInputs([input], { inputShape, preprocessing, check }, options);
    if (images.size !== 1) throw new UsageError(`--input ${input} is ${images.size} images; expected one`);
    const image = batchOf(images, inputShape) as Tensor4D;
    try {
      return thesis.relevanceFlow(classifier, image, input);
    } finally {
      image.dispose();
    }
  });

const diagrams: Readonly<Record<string, Draw>> = {
  '1.1': (options) => thesis.smallNetwork(options.seed),
  '1.2': (options) => thesis.notation(options.seed),
  '1.3': thesis.activationFunctions,
  '1.5': (options, job) =>
    job.withClassifier(
      options.model,
      ({ network }) => thesis.architecture(network!.model!, options.model === 'lenet' ? 'LeNet' : undefined),
      options,
    ),
  '2.1': (options) => withRbm(options.expert, thesis.boltzmannMachine),
  '2.4': relevance,
};

const ofFile = async (path: string): Promise<thesis.Diagram> => {
  const { loadModel } = await import('@interp/files/node');
  const model = await loadModel(path);
  try {
    return thesis.architecture(model);
  } finally {
    model.dispose();
  }
};

const drawOf = (figure: string): Draw => {
  if (Object.hasOwn(diagrams, figure)) return diagrams[figure];
  if (extname(figure) === '.json') return () => ofFile(figure);
  throw new UsageError(
    `there is no diagram ${JSON.stringify(figure)}; expected ${Object.keys(diagrams).join(', ')} or a model.json; interp reproduce --only draws other figures`,
  );
};

/** Draws a diagram. */
export const run = async (figure: string, options: FigureOptions, job: Job): Promise<Result> => {
  const draw = drawOf(figure);
  await job.startBackend();
  if (job.signal.aborted) throw new Interrupted('interrupted before anything was drawn');
  const { picture, data, text, tensors } = await draw(options, job);
  return { json: data, text, picture: () => picture((en, es) => (options.lang === 'es' ? es : en)), tensors };
};
