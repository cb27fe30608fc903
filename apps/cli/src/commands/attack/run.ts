import * as adversarial from '@interp/adversarial';
import { imageNames, isPictureShape, withMissing, type Images } from '@interp/images';
import { attackCurve, attackImages, type OpenedClassifier } from '@interp/open';
import { inBatches } from '../../inputs/batches.js';
import { missingText, rowsResult } from '../../inputs/rows.js';
import { attackData, wantedTarget } from '../../methods/attack.js';
import { checkNamed, wantedClass } from '../../models/wanted-classes.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { inFlags } from '../../shell/flags.js';
import type { AttackOptions } from './options.js';
import { attackPicture, attackText, curvePicture, curveText } from './view.js';

/** What is attacked, by what, how far it may go, and the class to be taken for. */
interface AttackTask {
  readonly method: adversarial.AttackMethod;
  readonly epsilons: readonly number[];
  readonly classifier: OpenedClassifier;
  readonly images: Images;
  readonly target: number | undefined;
}

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
  const { data, epsilons } = attackData(adversarial.usualRadii, options);
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
