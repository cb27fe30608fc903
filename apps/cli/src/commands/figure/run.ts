import { basename, extname } from 'node:path';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as diagrams from '@interp/diagrams';
import * as thesis from '@interp/thesis';
import { nodeContexts } from '@interp/thesis/node';
import { takingUnlabelled } from '../../inputs/image-consumer.js';
import { findDataIfThere } from '../../inputs/mnist.js';
import { modelFormats, openRbm } from '@interp/open';
import { withModel, withOpened } from '../../models/open.js';
import { thesisNetworks } from '../../models/thesis-networks.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { FigureOptions } from './options.js';

type Draw = (options: FigureOptions, job: Job) => diagrams.Diagram | Promise<diagrams.Diagram>;

const relevance: Draw = (options, job) =>
  job.withClassifier(options.model, async (classifier) => {
    const { input } = options;
    const images = await job.readInputs([input], takingUnlabelled(classifier), options);
    if (images.size !== 1) throw new UsageError(`--input ${input} is ${images.size} images; expected one`);
    const image = images.tensor() as Tensor4D;
    try {
      return diagrams.relevanceFlow(classifier, image, input);
    } finally {
      image.dispose();
    }
  });

/** The layers of a model. */
const ofModel = (spec: string, options: FigureOptions, { signal }: Job): Promise<diagrams.Diagram> =>
  withModel(
    spec,
    ({ model }) =>
      diagrams.architecture(model, spec === 'lenet' ? 'LeNet' : 'predict' in model ? model.name : basename(spec)),
    { ...options, input: undefined, signal },
  );

const byNumber: Readonly<Record<string, Draw>> = {
  '1.1': (options) => diagrams.smallNetwork(options.seed),
  '1.2': (options) => diagrams.notation(options.seed),
  '1.3': diagrams.activationFunctions,
  '1.5': (options, job) => ofModel(options.model, options, job),
  '2.1': (options, { signal }) => withOpened(openRbm(options.expert, { signal }), diagrams.boltzmannMachine),
  '2.4': relevance,
};

/** What draws a diagram; nothing for other figures of the thesis, by whose numbers these are meant. */
const drawOf = (figure: string): Draw | undefined => {
  if (Object.hasOwn(byNumber, figure)) return byNumber[figure];
  if (thesis.figureOf(figure)) return undefined;
  if (Object.hasOwn(modelFormats, extname(figure))) return (options, job) => ofModel(figure, options, job);
  throw new UsageError(
    `there is no diagram ${JSON.stringify(figure)}; expected ${Object.keys(byNumber).join(', ')}, the number of another figure, table or claim, as 3.7, 'table 4.1' or 'claim 3.2a', or a model: a ${Object.keys(modelFormats).join(', ')} file`,
  );
};

/** Draws any other figure, table or claim, with the networks of today or those that are named. */
const drawOther = async (figure: thesis.Figure, options: FigureOptions, job: Job): Promise<Result> => {
  const { number } = figure;
  const { lang = 'en', seed, backend } = options;
  const inLanguage = (cell: thesis.Cell): string => thesis.textOf(cell, lang);
  const today = await thesisNetworks({ ...options, input: undefined }, job);
  const data = await findDataIfThere(options, job);
  const onProgress = (part: number): void => view.update(Math.floor(100 * part));
  const contexts = await nodeContexts({ seed, backend, data, networks: { today } }, { signal: job.signal, onProgress });
  const view = job.progress(number, 100);
  try {
    const found = await thesis.drawFigure(number, contexts.today);
    const { pictures, tensors, verdict, numbers } = found;
    const [title, theirs] = [figure.title, figure.expected].map(inLanguage);
    const [ours, difference, caption] = [found.ours, found.difference, found.caption].map(inLanguage);
    const { stackCharts } = await import('@interp/viz');
    return {
      json: { number, title, ours, thesis: theirs, difference, verdict, numbers, caption, data: found.data },
      text: thesis.figureText(figure, found, lang),
      tensors,
      picture: pictures.length > 0 ? () => stackCharts(pictures.map(({ svg }) => inLanguage(svg))) : undefined,
    };
  } catch (error) {
    throw job.signal.aborted ? new Interrupted(`interrupted before ${number} was drawn`) : error;
  } finally {
    view.stop();
    await contexts.dispose();
  }
};

/** Draws a diagram, another figure, or the layers of a model. */
export const run = async (figure: string, options: FigureOptions, job: Job): Promise<Result> => {
  const draw = drawOf(figure);
  if (!draw) return drawOther(thesis.figureOf(figure)!, options, job);
  await job.startBackend();
  if (job.signal.aborted) throw new Interrupted('interrupted before anything was drawn');
  const { picture, data, text, tensors } = await draw(options, job);
  const say: thesis.Say = (en, es) => (options.lang === 'es' ? es : en);
  return { json: data, text: text(say), picture: () => picture(say), tensors };
};
