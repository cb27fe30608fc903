import * as adversarial from '@interp/adversarial';
import { imageNames, isPictureShape, withMissing, type Images } from '@interp/images';
import { attackCurve, attackImages, type OpenedClassifier } from '@interp/open';
import { inBatches } from '../../inputs/batches.js';
import { missingText, rowsResult } from '../../inputs/rows.js';
import { hiddenClass } from '../../shell/hidden-options.js';
import { checkNamed, wantedClass } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { inFlags } from '../../shell/flags.js';
import { ownOptions, type AttackOptions } from './options.js';
import { attackPicture, attackText, curvePicture, curveText } from './view.js';

/** What is to be attacked, and by what. */
interface AttackTask {
  /** The attack; within a ball with the first of the epsilons. */
  readonly method: adversarial.AttackMethod;
  /** How far it may go: several lengths for a curve, none for the smallest change that is enough. */
  readonly epsilons: readonly number[];
  /** The network. */
  readonly classifier: OpenedClassifier;
  /** The images. */
  readonly images: Images;
  /** The class to be taken for. */
  readonly target: number | undefined;
}

/** The attack that the options ask for as plain data, and how far it may go: several lengths for a curve, none for the smallest change that is enough. */
export const attackData = (options: AttackOptions) => {
  const { method, norm, restarts } = options;
  const isMinimal = method === 'deepfool' || method === 'carlini-wagner';
  const epsilons = options.epsilon ?? (isMinimal ? [] : [adversarial.usualRadii[norm ?? 'linf']]);
  const own = Object.fromEntries(ownOptions.map((name) => [name, options[name]]));
  const isPgd = method === 'pgd' || method === 'momentum-pgd';
  // `--restarts 0`, the default, is one run from the image itself.
  const starts = isPgd ? { randomStart: (restarts ?? 0) > 0, restarts: restarts || 1 } : { restarts };
  const repeats = method === 'noise' ? { draws: restarts === 0 ? 1 : restarts } : starts;
  return { data: { method, norm, epsilon: isMinimal ? undefined : epsilons[0], ...own, ...repeats }, epsilons };
};

/** The class that images are to be mistaken for, as it was given; with --index, that is a side of the threshold. */
export const wantedTarget = (options: AttackOptions): string | undefined => {
  if (options.index && options.threshold === undefined)
    throw new UsageError('--index of an attack is a value, no class; expected --threshold with the number that it is to cross'); // prettier-ignore
  return options.index ? options.target : (hiddenClass(options) ?? options.target);
};

const attackBy = async (task: AttackTask, { seed, round }: AttackOptions, job: Job): Promise<Result> => {
  const { method, classifier, images, target } = task;
  const found = await inBatches(images, method.name, job, (driving) =>
    attackImages(classifier, images, method, { target, round, seed, ...driving }),
  );
  const { n, rows, summary, tensors } = found;
  const { successRate, medianL2, medianLinf, rho, rhoNorm, succeeded, failed, masked, ...others } = summary;
  const { alreadyWrong, alreadyTarget } = others;
  const counts = { succeeded, failed, masked, alreadyWrong, alreadyTarget };
  const result = rowsResult(images, rows, classifier, n > 0 ? attackText(rows, summary) : '');
  return {
    ...result,
    json: { results: result.json, successRate, medianL2, medianLinf, rho, rhoNorm, ...counts },
    tensors,
    picture: n > 0 && isPictureShape(images.inputShape) ? () => attackPicture(found, classifier, job) : undefined,
  };
};

/** Accuracy over how far an attack may go. */
const curveBy = async (task: AttackTask, { seed, round }: AttackOptions, job: Job): Promise<Result> => {
  const { method, epsilons, classifier, images, target } = task;
  const { signal } = job;
  const curve = await withProgress(job, method.name, undefined, (update) =>
    attackCurve(classifier, images, method, {
      epsilons,
      target,
      round,
      seed,
      signal,
      onStep: ({ step, value }) => update(step, `${value.active} images at work`),
    }),
  );
  const { points, cleanAccuracy, alreadyWrong, alreadyTarget, count, stopped, tensors } = curve;
  if (points.length === 0) throw new Interrupted('interrupted before any length was done');
  if (stopped) job.note(`interrupted: ${points.length} of ${epsilons.length} lengths are done`);
  const results = withMissing(images, curve.rows);
  return {
    json: { results, count, alreadyWrong, alreadyTarget, cleanAccuracy, points },
    rows: results,
    inputs: imageNames(images, count),
    text: [curveText(curve), ...missingText(images)].join('\n'),
    tensors,
    picture: () => curvePicture(curve, method),
  };
};

/** Attacks images, or draws accuracy over how far an attack may go. */
export const run = async (inputs: readonly string[], options: AttackOptions, job: Job): Promise<Result> => {
  const { data, epsilons } = attackData(options);
  const method = inFlags(() => adversarial.attackMethodOf(data));
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
