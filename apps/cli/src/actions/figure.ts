import { extname } from 'node:path';
import {
  activationFunctions,
  architecture,
  boltzmannMachine,
  notation,
  relevanceFlow,
  smallNetwork,
  type Diagram,
} from '@interp/thesis';
import type { FigureOptions } from '../commands/figure.js';
import { batchOf } from '../inputs/batch.js';
import { readInputs } from '../inputs/read-inputs.js';
import { withClassifier } from '../models/classifier.js';
import { withRbm } from '../models/rbm.js';
import { startBackendOf } from '../shell/backend.js';
import { Interrupted, UsageError } from '../shell/failure.js';
import type { Job } from '../shell/job.js';
import { inSpanish } from '../shell/language.js';
import type { Outcome } from '../shell/result.js';

type Draw = (job: Job<FigureOptions>) => Diagram | Promise<Diagram>;

const relevance: Draw = (job) =>
  withClassifier(job.options.model, async (classifier) => {
    const { input } = job.options;
    const images = await readInputs([input], classifier.inputShape, job);
    if (images.size !== 1) throw new UsageError(`--input ${input} is ${images.size} images; expected one`);
    const image = batchOf(images, classifier.inputShape);
    try {
      return relevanceFlow(classifier, image, input);
    } finally {
      image.dispose();
    }
  });

const diagrams: Readonly<Record<string, Draw>> = {
  '1.1': ({ options }) => smallNetwork(options.seed),
  '1.2': ({ options }) => notation(options.seed),
  '1.3': activationFunctions,
  '1.5': ({ options }) =>
    withClassifier(options.model, ({ network }) =>
      architecture(network!.model!, options.model === 'lenet' ? 'LeNet' : undefined),
    ),
  '2.1': ({ options }) => withRbm(options.expert, boltzmannMachine),
  '2.4': relevance,
};

const ofFile = async (path: string): Promise<Diagram> => {
  const { loadModel } = await import('@interp/core/node');
  const model = await loadModel(path);
  try {
    return architecture(model);
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
export const figure = async (wanted: string, job: Job<FigureOptions>): Promise<Outcome> => {
  const draw = drawOf(wanted);
  await startBackendOf(job);
  if (job.signal.aborted) throw new Interrupted('interrupted before anything was drawn');
  const { picture, data, text, tensors } = await draw(job);
  return { json: data, text, picture: job.options.lang === 'es' ? () => picture(inSpanish) : picture, tensors };
};
