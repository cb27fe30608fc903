import { isPictureShape, type Images } from '@interp/images';
import * as lrp from '@interp/lrp';
import { compareImages, explainImages, type OpenedClassifier } from '@interp/open';
import { inBatches } from '../../inputs/batches.js';
import { rowsResult } from '../../inputs/rows.js';
import { methodOptionsOf, type Classes } from '../../methods/explanation.js';
import { hiddenClass } from '../../shell/hidden-options.js';
import { checkNamed, wantedClass } from '../../models/wanted-classes.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { inFlags } from '../../shell/flags.js';
import type { ExplainOptions } from './options.js';
import * as view from './view.js';

/** The method that the options ask for; throws UsageError for an option of another method. */
const explanationOf = (options: ExplainOptions, classes: Classes): lrp.Explanation =>
  inFlags(() => lrp.explanationOf(methodOptionsOf(lrp.explanationOptions, options, classes)));

/** The methods that `--compare` shows side by side. */
const comparedExplanations = (options: ExplainOptions, classes: Classes) => {
  if (options.method !== 'lrp')
    throw new UsageError(`--compare shows all methods; leave --method ${options.method} out`);
  return inFlags(() => lrp.usualExplanations(methodOptionsOf(lrp.explanationOptions, options, classes)));
};

const explainBy = async (
  classifier: OpenedClassifier,
  images: Images,
  classes: Classes,
  options: ExplainOptions,
  job: Job,
): Promise<Result> => {
  const { method } = options;
  const explain = explanationOf(options, classes);
  const { versus } = classes;
  const batchSize = lrp.slowExplanations.includes(method) ? 10 : 100;
  const picturesAlone = lrp.pictureExplanations.includes(method);
  const found = await inBatches(images, method, job, (driving) =>
    explainImages(classifier, images, explain, { versus, batchSize, picturesAlone, ...driving }),
  );
  const { n, rows, relevance, tensors, warnings } = found;
  for (const row of rows)
    if (row.class === versus)
      job.note(`${row.input} is predicted as the class of --versus itself: its score and map are 0`);
  const { labels } = classifier.settings;
  const isDrawn = n > 0 && isPictureShape(classifier.inputShape) && !classifier.others?.whole;
  return {
    ...rowsResult(images, rows, classifier, view.explanationText(rows, labels)),
    tensors,
    warning: warnings[0],
    picture: isDrawn ? () => view.explanationPicture(images, rows, relevance, options, job, labels) : undefined,
  };
};

const compareBy = async (
  classifier: OpenedClassifier,
  images: Images,
  classes: Classes,
  options: ExplainOptions,
  job: Job,
): Promise<Result> => {
  const all = comparedExplanations(options, classes);
  const { methods, leftOut } = lrp.withoutUnsupported(classifier, all);
  for (const [name, why] of Object.entries(leftOut)) job.note(`${name} is left out: ${why}`);
  const found = await inBatches(images, 'compare', job, (driving) =>
    compareImages(classifier, images, methods, { seed: options.seed, ...driving }),
  );
  const { rows, maps, tensors, warnings } = found;
  const [done, wanted] = [Object.keys(maps).length, Object.keys(methods).length];
  if (done < wanted) job.note(`interrupted: ${done} of ${wanted} methods are done`);
  return {
    ...rowsResult(images, rows, classifier, view.comparisonText(rows), rows.map(view.measuresByMethod)),
    tensors,
    warning: warnings[0],
    picture: isPictureShape(classifier.inputShape)
      ? () => view.comparisonPicture(images, maps, rows, options, job)
      : undefined,
  };
};

/** Explains predictions by one method, or by all side by side, and says how faithful each is. */
export const run = async (inputs: readonly string[], options: ExplainOptions, job: Job): Promise<Result> => {
  const { compare, model, versus } = options;
  const target = hiddenClass(options) ?? options.class;
  const refuseSame = (one: unknown, other: unknown): void => {
    if (one !== undefined && one === other)
      throw new UsageError(`--class and --versus are both ${target}; expected two classes to tell apart`);
  };
  refuseSame(target, versus);
  // Wrong options are refused before anything is loaded.
  (compare ? comparedExplanations : explanationOf)(options, {});
  return job.withClassifier(
    model,
    async (classifier) => {
      checkNamed(classifier);
      const numberOf = (wanted?: string) => (wanted === undefined ? undefined : wantedClass(classifier, wanted, job));
      const classes = { target: numberOf(target), versus: numberOf(versus) };
      refuseSame(classes.target, classes.versus);
      const { others } = classifier;
      const images = others?.whole
        ? others.whole(inputs[0])
        : await job.readInputs(inputs, { ...classifier, takesMissing: compare ? 'some' : 'all' }, options);
      return (compare ? compareBy : explainBy)(classifier, images, classes, options, job);
    },
    { ...options, given: inputs },
  );
};
