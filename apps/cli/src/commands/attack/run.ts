import * as adversarial from '@interp/adversarial';
import { predictedClasses } from '@interp/core';
import { meanOfKnown } from '@interp/core/internal';
import { float32Entry, int32Entry } from '@interp/files';
import { isPictureShape, type Images } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { inBatches } from '../../inputs/batches.js';
import { imageEntries, missingText, namesOf, preparedOf, rowsResult, withMissing } from '../../inputs/rows.js';
import type { OpenedClassifier } from '@interp/open';
import { hiddenClass } from '../../shell/hidden-options.js';
import { checkNamed, wantedClass } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { inFlags } from '../../shell/flags.js';
import { ownOptions, radii, type AttackOptions } from './options.js';
import { attackPicture, attackText, curvePicture, curveText, type AttackRow } from './view.js';

/** The attack that the options ask for as plain data, and how far it may go: several lengths for a curve, none for the smallest change that is enough. */
export const attackData = (options: AttackOptions) => {
  const { method, norm, restarts } = options;
  const isMinimal = method === 'deepfool' || method === 'carlini-wagner';
  const epsilons = options.epsilon ?? (isMinimal ? [] : [radii[norm ?? 'linf']]);
  const own = Object.fromEntries(ownOptions.map((name) => [name, options[name]]));
  const isPgd = method === 'pgd' || method === 'momentum-pgd';
  // `--restarts 0`, the default, is one run from the image itself.
  const starts = isPgd ? { randomStart: (restarts ?? 0) > 0, restarts: restarts || 1 } : { restarts };
  const repeats = method === 'noise' ? { draws: restarts === 0 ? 1 : restarts } : starts;
  return { data: { method, norm, epsilon: isMinimal ? undefined : epsilons[0], ...own, ...repeats }, epsilons };
};

const attackOf = (options: AttackOptions): Pick<AttackTask, 'method' | 'epsilons'> => {
  const { data, epsilons } = attackData(options);
  return { method: inFlags(() => adversarial.attackMethodOf(data)), epsilons };
};

/** The class that images are to be mistaken for, as it was given; with --index, that is a side of the threshold. */
export const wantedTarget = (options: AttackOptions): string | undefined => {
  if (options.index && options.threshold === undefined)
    throw new UsageError('--index of an attack is a value, no class; expected --threshold with the number that it is to cross'); // prettier-ignore
  return options.index ? options.target : (hiddenClass(options) ?? options.target);
};

/** What is to be attacked, and by what. */
interface AttackTask {
  /** The attack; within a ball with the first of the epsilons. */
  readonly method: adversarial.AttackMethod;
  /** How far it may go. */
  readonly epsilons: readonly number[];
  /** The network. */
  readonly classifier: OpenedClassifier;
  /** The images. */
  readonly images: Images;
  /** The class to be taken for. */
  readonly target: number | undefined;
}

/** Leaving the label where there is one, else what an image is taken for; or being taken for a target. */
const criterionOf = (n: number, images: Images, from: number, target: number | undefined): adversarial.Criterion => {
  const labels = Array.from({ length: n }, (_, i) => images.labelSet(from + i) ?? images.label(from + i));
  return target === undefined ? adversarial.misclassified(labels) : adversarial.targeted(target, labels);
};

/** What an attacked image is predicted as, with the name of the class, where it has one. */
const named = (
  prediction: adversarial.Prediction,
  { settings: { labels } }: OpenedClassifier,
): adversarial.Prediction =>
  labels === undefined ? prediction : Object.assign({ name: labels[prediction.class] }, prediction);

const attackBy = async (
  { method, classifier, images, target }: AttackTask,
  { seed, round }: AttackOptions,
  job: Job,
): Promise<Result> => {
  const { signal } = job;
  const shape = classifier.inputShape;
  const isOfPredictions = method.name === 'deepfool' && target === undefined;
  const rhos: (number | null)[] = [];
  const attacked = await inBatches(images, 100, method.name, job, async (x, from) => {
    const criterion = criterionOf(x.shape[0], images, from, target);
    const found = await adversarial.attack(classifier, x, method, { criterion, round, seed, signal });
    if (isOfPredictions) rhos.push(...(await adversarial.predictionRho(classifier, x, method, found.items)));
    const rows = found.items.map((item, i): AttackRow => ({
      input: images.name(from + i),
      ...preparedOf(images, from + i),
      ...item,
      before: named(item.before, classifier),
      after: named(item.after, classifier),
    }));
    return { rows, values: { adversarial: found.adversarial, perturbation: found.perturbation } };
  });
  const { n, rows, values } = attacked;
  const none = new Float32Array();
  const batch = { images: images.pixels(0, n), adversarial: none, perturbation: none, ...values };
  const summary = adversarial.attackSummary(rows);
  const { successRate, medianL2, medianLinf, succeeded, failed, masked, alreadyWrong, alreadyTarget } = summary;
  const rhoNorm = method.norm.name === 'linf' ? 'linf' : 'l2';
  const rho = isOfPredictions ? meanOfKnown(rhos) : summary[rhoNorm === 'linf' ? 'rhoLinf' : 'rhoL2'];
  const counts = { succeeded, failed, masked, alreadyWrong, alreadyTarget };
  const result = rowsResult(images, rows, classifier, n > 0 ? attackText(rows, summary) : '');
  const classes = (of: (row: AttackRow) => number) => int32Entry([n], rows.map(of));
  return {
    ...result,
    json: { results: result.json, successRate, medianL2, medianLinf, rho, rhoNorm, ...counts },
    tensors: [
      ...imageEntries(shape, n, batch),
      ['labels', classes(({ label }) => label)],
      ['before', classes(({ before }) => before.class)],
      ['after', classes(({ after }) => after.class)],
    ],
    picture: n > 0 && isPictureShape(shape) ? () => attackPicture(rows, batch, classifier, job) : undefined,
  };
};

/** Accuracy over how far an attack may go. */
const curveBy = async (
  { method, epsilons, classifier, images, target }: AttackTask,
  { seed, round }: AttackOptions,
  job: Job,
): Promise<Result> => {
  const { signal } = job;
  const x = images.tensor();
  try {
    const criterion = criterionOf(images.size, images, 0, target);
    const predicted = tf.tidy(() => predictedClasses(classifier.logits(x)));
    const labels = Array.from(predicted, (best, i) => images.label(i) ?? best);
    const curve = await withProgress(job, method.name, undefined, (update) =>
      adversarial.robustAccuracy(classifier, x, method, {
        epsilons,
        criterion,
        round,
        seed,
        signal,
        onStep: ({ step, value }) => update(step, `${value.active} images at work`),
      }),
    );
    const { points, cleanAccuracy, fooledAt, alreadyWrong, alreadyTarget, count, stopped } = curve;
    if (points.length === 0) throw new Interrupted('interrupted before any length was done');
    if (stopped) job.note(`interrupted: ${points.length} of ${epsilons.length} lengths are done`);
    const results = withMissing(
      images,
      fooledAt.map((length, i) => ({
        input: images.name(i),
        label: labels[i],
        fooledAt: Number.isFinite(length) ? length : null,
      })),
    );
    const ofPoints = (key: 'epsilon' | 'accuracy') =>
      float32Entry(
        [points.length],
        Float32Array.from(points, (point) => point[key]),
      );
    return {
      json: { results, count, alreadyWrong, alreadyTarget, cleanAccuracy, points },
      rows: results,
      inputs: namesOf(images, count),
      text: [curveText(curve), ...missingText(images)].join('\n'),
      tensors: [
        ['labels', int32Entry([count], labels)],
        ['fooledAt', float32Entry([count], fooledAt)],
        ['epsilons', ofPoints('epsilon')],
        ['accuracy', ofPoints('accuracy')],
      ],
      picture: () => curvePicture(curve, method),
    };
  } finally {
    x.dispose();
  }
};

/** Attacks images, or draws accuracy over how far an attack may go. */
export const run = async (inputs: readonly string[], options: AttackOptions, job: Job): Promise<Result> => {
  const { method, epsilons } = attackOf(options);
  const isCurve = epsilons.length > 1 || (epsilons.length > 0 && method.epsilon === undefined);
  return job.withClassifier(
    options.model,
    async (classifier) => {
      checkNamed(classifier);
      const wanted = wantedTarget(options);
      const target = wanted === undefined ? undefined : wantedClass(classifier, wanted, job);
      const images = await job.readInputs(inputs, { ...classifier, takesMissing: isCurve ? 'some' : 'all' }, options);
      return (isCurve ? curveBy : attackBy)({ method, epsilons, classifier, images, target }, options, job);
    },
    { ...options, above: options.threshold, given: inputs },
  );
};
