import { float32Entry, int32Entry } from '@interp/files';
import { isPictureShape, type Images } from '@interp/images';
import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { collector, inBatches, yieldToEventLoop } from '../../inputs/batches.js';
import { preparedOf, rowsResult } from '../../inputs/rows.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { tried } from '../../models/tried.js';
import { wantedClass } from '../../models/wanted-classes.js';
import type { Job, Result } from '../../shell/job.js';
import { brief } from '../../shell/text.js';
import { comparedExplanations, explanationOf, type ExplainedClasses, type Explanation } from './methods.js';
import type { ExplainOptions } from './options.js';
import * as view from './view.js';

/** Images at a time: so many that a chunk takes well under a second. */
const chunkOf = (method: ExplainOptions['method']): number =>
  ['integrated-gradients', 'smoothgrad', 'occlusion'].includes(method) ? 10 : 100;

/** The values of maps, as many as images have. */
const valuesOf = (relevance: tf.Tensor, shape: readonly number[]): Float32Array =>
  tf.tidy(() => lrp.overChannels(relevance, shape).dataSync<'float32'>());

const targetsOf = (rows: readonly { readonly class: number }[]) => {
  const targets = rows.map((row) => row.class);
  return ['targets', int32Entry([targets.length], targets)] as const;
};

const explainBy = async (
  explanation: Explanation,
  classifier: LoadedModel,
  images: Images,
  options: ExplainOptions,
  { versus }: ExplainedClasses,
  job: Job,
): Promise<Result> => {
  const { method } = options;
  const { labels } = classifier.settings;
  const shape = classifier.inputShape;
  const maps = collector(images.size, shape);
  const rows: view.ExplainedImage[] = [];
  let warning: string | undefined;
  const done = await inBatches(images, chunkOf(method), method, job, (x, from) => {
    const found = explanation(classifier, x);
    maps.add(from, valuesOf(found.relevance, shape));
    found.relevance.dispose();
    warning ??= found.warnings[0];
    found.targets.forEach((explained, i) => {
      if (explained === versus)
        job.note(`${images.name(from + i)} is predicted as the class of --versus itself: its score and map are 0`);
      rows.push({
        input: images.name(from + i),
        label: images.label(from + i),
        ...preparedOf(images, from + i),
        class: explained,
        name: labels?.[explained],
        versus,
        score: found.scores[i],
        total: found.totals[i],
        ratio: found.ratio[i],
        ledger: found.ledger?.[i],
        conservationError: found.conservationError?.[i],
        completenessError: found.completenessError?.[i],
      });
    });
  });
  if (warning !== undefined) job.note(`interp: warning: ${warning}`);
  const [all, relevance, pixels] = [[done, ...shape], maps.rows(done), images.pixels(0, done)];
  return {
    ...rowsResult(images, rows, classifier, view.explanationText(rows, labels)),
    tensors: [['images', float32Entry(all, pixels)], ['relevance', float32Entry(all, relevance)], targetsOf(rows)],
    picture:
      done === 0 || !isPictureShape(shape)
        ? undefined
        : async () => {
            const maps = [{ title: method, maps: relevance, captions: rows.map((row) => view.captionOf(row, labels)) }];
            const over = await view.overPictures(images, relevance, rows, classifier, options);
            const grid = await view.heatmaps(images.shown(0, done), all, maps, undefined, options, job);
            return view.stacked([...over, grid]);
          },
  };
};

const compareBy = async (
  explanations: Readonly<Record<string, Explanation>>,
  classifier: LoadedModel,
  images: Images,
  options: ExplainOptions,
  job: Job,
): Promise<Result> => {
  const shape = classifier.inputShape;
  const names = Object.keys(explanations);
  const maps = names.map(() => collector(images.size, shape));
  const rows: view.ComparedImage[] = [];
  let warning: string | undefined;
  const done = await inBatches(images, 1, 'compare', job, async (x, from) => {
    const methods: view.ComparedImage['methods'][number][] = [];
    let explained = 0;
    for (const found of lrp.compareExplanations(classifier, x, explanations, { seed: options.seed })) {
      maps[methods.length].add(from, valuesOf(found.relevance, shape));
      found.relevance.dispose();
      if (methods.length === 0) explained = found.targets[0];
      if (found.warnings.length > 0) warning ??= `${found.method}: ${found.warnings[0]}`;
      methods.push({ method: found.method, ...found.measures[0] });
      await yieldToEventLoop();
      // An image of some methods would not go with others of all: only the first is left off on the way.
      if (from === 0 && job.signal.aborted) break;
    }
    rows.push({ input: images.name(from), label: images.label(from), class: explained, methods });
  });
  const shown = rows[0].methods.map(({ method }, i) => ({
    title: method,
    maps: maps[i].rows(done),
    captions: rows.map((row) => `area ${brief(row.methods[i].area)}`),
  }));
  if (warning !== undefined) job.note(`interp: warning: ${warning}`);
  if (shown.length < names.length) job.note(`interrupted: ${shown.length} of ${names.length} methods are done`);
  const [all, pixels] = [[done, ...shape], images.pixels(0, done)];
  return {
    ...rowsResult(images, rows, classifier, view.comparisonText(rows), rows.map(view.measuresByMethod)),
    tensors: [
      ['images', float32Entry(all, pixels)],
      ...shown.map((one) => [`relevance.${one.title.replace(' ', '-')}`, float32Entry(all, one.maps)] as const),
      targetsOf(rows),
    ],
    picture: isPictureShape(shape)
      ? () => {
          const captions = rows.map((row) => `explained: ${row.class}`);
          return view.heatmaps(images.shown(0, done), all, shown, captions, options, job);
        }
      : undefined,
  };
};

/** The compared methods without those that the model has no layers for: Grad-CAM wants feature maps. */
const applicable = (
  explanations: Readonly<Record<string, Explanation>>,
  classifier: LoadedModel,
  { note }: Job,
): Readonly<Record<string, Explanation>> => {
  const { inputShape, bounds } = classifier;
  const isApplicable = ([name, explain]: readonly [string, Explanation]): boolean => {
    if (name !== 'grad-cam') return true;
    const works = tried(() => void explain(classifier, tf.fill([1, ...inputShape], bounds[0])));
    if (works !== true) note(`${name} is left out: ${works}`);
    return works === true;
  };
  return Object.fromEntries(Object.entries(explanations).filter(isApplicable));
};

/** Explains predictions by one method, or by all side by side, and says how faithful each is. */
export const run = async (inputs: readonly string[], options: ExplainOptions, job: Job): Promise<Result> => {
  const { compare, class: target, versus } = options;
  const explanations = (classes?: ExplainedClasses) =>
    compare ? comparedExplanations(lrp, options, classes) : explanationOf(lrp, options, classes);
  // Wrong options are refused before anything is loaded.
  explanations();
  await job.startBackend();
  return job.withClassifier(
    options.model,
    async (classifier) => {
      const numberOf = (wanted?: string) => (wanted === undefined ? undefined : wantedClass(classifier, wanted, job));
      const classes = { target: numberOf(target), versus: numberOf(versus) };
      const chosen = explanations(classes);
      const images = await job.readInputs(inputs, { ...classifier, takesMissing: compare ? 'some' : 'all' }, options);
      return typeof chosen === 'function'
        ? explainBy(chosen, classifier, images, options, classes, job)
        : compareBy(applicable(chosen, classifier, job), classifier, images, options, job);
    },
    options,
  );
};
