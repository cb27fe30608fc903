import { isPictureShape, type Images } from '@interp/images';
import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { inBatches } from '../../inputs/batches.js';
import { imageEntries, preparedOf, rowsResult } from '../../inputs/rows.js';
import type { OpenedClassifier, SeveralInputs } from '@interp/open';
import { hiddenClass } from '../../shell/hidden-options.js';
import { checkNamed, wantedClass } from '../../models/wanted-classes.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { inFlags } from '../../shell/flags.js';
import { lrpOptions, otherOptions, type ExplainOptions } from './options.js';
import * as view from './view.js';

/** Methods by what people call them. */
type Explanations = Readonly<Record<string, lrp.Explanation>>;

/** What the options say of a method, in the words of the package, with classes as numbers or, to be looked up later, as they were given. */
export const methodOptionsOf = <Classes extends object>(options: ExplainOptions, classes: Classes) => {
  const { method, bias, emptyBranch, channel, unit } = options;
  return {
    ...Object.fromEntries([...lrpOptions, ...otherOptions].map((name) => [name, options[name]])),
    layer: (channel ?? unit) === undefined ? options.layer : undefined,
    ...(method === 'lrp' && { bias, emptyBranch }),
    ...classes,
  };
};

/** The method that the options ask for; throws UsageError for an option of another method. */
const explanationOf = (options: ExplainOptions, classes: view.ExplainedClasses): lrp.Explanation =>
  inFlags(() => lrp.explanationOf({ method: options.method, ...methodOptionsOf(options, classes) }));

/** The methods that `--compare` shows side by side. */
const comparedExplanations = (options: ExplainOptions, classes: view.ExplainedClasses): Explanations => {
  if (options.method !== 'lrp')
    throw new UsageError(`--compare shows all methods; leave --method ${options.method} out`);
  return inFlags(() => lrp.usualExplanations(methodOptionsOf(options, classes)));
};

/** What is to be explained. */
interface Explained {
  /** The network. */
  readonly classifier: OpenedClassifier;
  /** The images. */
  readonly images: Images;
  /** The explained class, and the one that it is told from. */
  readonly classes: view.ExplainedClasses;
}

/** Maps with as many values as images have, in the place of those that have one a pixel. */
const overChannels = ({ relevance }: Pick<lrp.Attribution, 'relevance'>, { inputShape }: OpenedClassifier): tf.Tensor =>
  tf.tidy(() => {
    const maps = lrp.overChannels(relevance, inputShape);
    relevance.dispose();
    return maps;
  });

/** Images at a time: so many that a batch takes well under a second. */
const batchSizeOf = (method: ExplainOptions['method']): number =>
  ['integrated-gradients', 'smoothgrad', 'occlusion'].includes(method) ? 10 : 100;

/** Refuses what is not for a model of several inputs; throws UsageError. */
const checkSeveral = ({ examples }: SeveralInputs, { size }: Images, { method, compare }: ExplainOptions): void => {
  if (compare || method === 'grad-cam' || method === 'occlusion')
    throw new UsageError(`${compare ? '--compare' : `--method ${method}`} is for pictures alone, and the model has several inputs; expected lrp or a method of gradients`); // prettier-ignore
  if (examples !== 1 && examples !== size)
    throw new UsageError(`there are ${examples} examples of the other inputs and ${size} pictures; expected as many, or 1`); // prettier-ignore
};

const explainBy = async (
  explain: lrp.Explanation,
  { classifier, images, classes: { versus } }: Explained,
  options: ExplainOptions,
  job: Job,
): Promise<Result> => {
  const { method } = options;
  const { inputShape: shape, settings, others, output } = classifier;
  const { labels } = settings;
  const told = { versus, versusName: versus === undefined ? undefined : labels?.[versus] };
  let warning: string | undefined;
  const { n, rows, values } = await inBatches(images, others ? 1 : batchSizeOf(method), method, job, (x, from) => {
    const several = others?.explained(x, from, explain, classifier);
    const found = several?.found ?? explain(classifier, x);
    warning ??= found.warnings[0];
    const some = lrp.explainedImages(found).map(({ class: explained, ...numbers }, i): view.ExplainedRow => {
      const input = images.name(from + i);
      if (explained === versus)
        job.note(`${input} is predicted as the class of --versus itself: its score and map are 0`);
      const looked = { class: explained, name: labels?.[explained], output: output?.name, index: output?.index };
      return {
        input,
        label: images.label(from + i),
        ...preparedOf(images, from + i),
        ...looked,
        ...told,
        ...numbers,
        totals: several?.totals,
      };
    });
    return { rows: some, values: several?.maps ?? { relevance: overChannels(found, classifier) } };
  });
  if (warning !== undefined) job.note(`interp: warning: ${warning}`);
  const { relevance = new Float32Array() } = values;
  const captions = rows.map((row) => view.captionOf(row, labels));
  return {
    ...rowsResult(images, rows, classifier, view.explanationText(rows, labels)),
    tensors: [
      ...(others?.whole ? [] : imageEntries(shape, n, { images: images.pixels(0, n), relevance })),
      ...(others?.entries(n, values) ?? []),
      view.targetsOf(rows),
    ],
    picture:
      n > 0 && isPictureShape(shape) && !others?.whole
        ? () => view.explanationPicture(images, { title: method, maps: relevance, captions }, options, job)
        : undefined,
  };
};

const compareBy = async (
  explanations: Explanations,
  { classifier, images }: Explained,
  options: ExplainOptions,
  job: Job,
): Promise<Result> => {
  const { inputShape: shape } = classifier;
  let warning: string | undefined;
  const { n, rows, values } = await inBatches(images, 1, 'compare', job, async (x, from) => {
    const measured: view.ComparedRow['methods'][number][] = [];
    const maps: Record<string, tf.Tensor> = {};
    let explained = 0;
    for (const found of lrp.compareExplanations(classifier, x, explanations, { seed: options.seed })) {
      const { method, targets, warnings, measures } = found;
      maps[method] = overChannels(found, classifier);
      if (measured.length === 0) explained = targets[0];
      if (warnings.length > 0) warning ??= `${method}: ${warnings[0]}`;
      measured.push({ method, ...measures[0] });
      await new Promise((resolve) => setImmediate(resolve));
      // An image of some methods would not go with others of all: only the first is left off on the way.
      if (from === 0 && job.signal.aborted) break;
    }
    const name = classifier.settings.labels?.[explained];
    const row = { input: images.name(from), label: images.label(from), class: explained, name, methods: measured };
    return { rows: [row], values: maps };
  });
  const [names, all] = [Object.keys(values), Object.keys(explanations)];
  if (warning !== undefined) job.note(`interp: warning: ${warning}`);
  if (names.length < all.length) job.note(`interrupted: ${names.length} of ${all.length} methods are done`);
  const maps = Object.entries(values).map(([name, map]) => [`relevance.${name.replace(' ', '-')}`, map] as const);
  return {
    ...rowsResult(images, rows, classifier, view.comparisonText(rows), rows.map(view.measuresByMethod)),
    tensors: [
      ...imageEntries(shape, n, { images: images.pixels(0, n), ...Object.fromEntries(maps) }),
      view.targetsOf(rows),
    ],
    picture: isPictureShape(shape) ? () => view.comparisonPicture(images, values, rows, options, job) : undefined,
  };
};

/** The compared methods without those that the model has no layers for: Grad-CAM wants feature maps. */
const applicable = (explanations: Explanations, classifier: OpenedClassifier, { note }: Job): Explanations => {
  const supported = lrp.supportedExplanations(classifier)['grad-cam'];
  if (supported === true) return explanations;
  note(`grad-cam is left out: ${supported}`);
  return Object.fromEntries(Object.entries(explanations).filter(([name]) => name !== 'grad-cam'));
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
      if (others) checkSeveral(others, images, options);
      const explained = { classifier, images, classes };
      return compare
        ? compareBy(applicable(comparedExplanations(options, classes), classifier, job), explained, options, job)
        : explainBy(explanationOf(options, classes), explained, options, job);
    },
    { ...options, given: inputs },
  );
};
