import * as adversarial from '@interp/adversarial';
import { predictedClasses, type Classifier } from '@interp/core';
import { float32Entry, int32Entry } from '@interp/files';
import { meanOfKnown } from '@interp/core/internal';
import { isPictureShape, type Images } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { collector, inBatches } from '../../inputs/batches.js';
import { missingText, namesOf, preparedOf, rowsResult, withMissing } from '../../inputs/rows.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { wantedClass } from '../../models/wanted-classes.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { attackOf, type SelectedAttack } from './methods.js';
import type { AttackOptions } from './options.js';
import { attackPicture, attackText, curvePicture, curveText, type AttackRow } from './view.js';

const targetOf = (classifier: LoadedModel, { target }: AttackOptions, job: Job): number | undefined =>
  target === undefined ? undefined : wantedClass(classifier, target, job);

/** Leaving the label where there is one, else what an image is taken for; or being taken for a target. */
const criterionOf = (n: number, images: Images, from: number, target: number | undefined): adversarial.Criterion => {
  const labels = Array.from({ length: n }, (_, i) => images.labelSet(from + i) ?? images.label(from + i));
  return target === undefined ? adversarial.misclassified(labels) : adversarial.targeted(target, labels);
};

/** Images that their label does not fit, attacked once more from what they are taken for: DeepFool's ρ is of predictions. */
const rhoFromPrediction = async (
  classifier: Classifier,
  x: tf.Tensor,
  method: adversarial.AttackMethod,
  { items }: adversarial.AttackResult,
): Promise<readonly (number | null)[]> => {
  const wrong = items.flatMap(({ outcome }, i) => (outcome === 'already-wrong' ? [i] : []));
  if (wrong.length === 0) return [];
  const some = tf.tidy(() => tf.gather(x, tf.tensor1d(wrong, 'int32')));
  try {
    const again = await adversarial.attack(classifier, some, method);
    tf.dispose([again.adversarial, again.perturbation]);
    return again.items.filter(({ outcome }) => outcome === 'succeeded').map((item) => item[rhoOf(method)]);
  } finally {
    some.dispose();
  }
};

const rhoOf = ({ norm }: adversarial.AttackMethod): 'rhoLinf' | 'rhoL2' => (norm.name === 'linf' ? 'rhoLinf' : 'rhoL2');

/** An attacked image with the names of its classes, where they have any. */
const named = (item: adversarial.AttackedImage, { settings: { labels } }: LoadedModel): adversarial.AttackedImage =>
  labels === undefined
    ? item
    : {
        ...item,
        before: Object.assign({ name: labels[item.before.class] }, item.before),
        after: Object.assign({ name: labels[item.after.class] }, item.after),
      };

type Batch = Readonly<Record<'images' | 'adversarial' | 'perturbation', Float32Array>>;

/** What pictures of a batch show: pixels from -1 to 1. */
const shownBatch = (batch: Batch, { preprocessing }: LoadedModel): Batch => {
  const [images, candidates] = [preprocessing.toPicture(batch.images), preprocessing.toPicture(batch.adversarial)];
  return { images, adversarial: candidates, perturbation: candidates.map((value, i) => value - images[i]) };
};
const attackBy = async (
  classifier: LoadedModel,
  method: adversarial.AttackMethod,
  inputs: readonly string[],
  options: AttackOptions,
  job: Job,
): Promise<Result> => {
  const { seed, round } = options;
  const target = targetOf(classifier, options, job);
  const shape = classifier.inputShape;
  const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'all' }, options);
  const [candidates, perturbations] = [collector(images.size, shape), collector(images.size, shape)];
  const rows: AttackRow[] = [];
  const others: (number | null)[] = [];
  const done = await inBatches(images, 100, method.name, job, async (x, from) => {
    const criterion = criterionOf(x.shape[0], images, from, target);
    const result = await adversarial.attack(classifier, x, method, {
      criterion,
      round,
      seed,
      signal: job.signal,
    });
    candidates.add(from, result.adversarial.dataSync<'float32'>());
    perturbations.add(from, result.perturbation.dataSync<'float32'>());
    tf.dispose([result.adversarial, result.perturbation]);
    result.items.forEach((item, i) =>
      rows.push({ input: images.name(from + i), ...preparedOf(images, from + i), ...named(item, classifier) }),
    );
    if (method.name === 'deepfool' && target === undefined)
      others.push(...(await rhoFromPrediction(classifier, x, method, result)));
  });
  const batch = {
    images: images.pixels(0, done),
    adversarial: candidates.rows(done),
    perturbation: perturbations.rows(done),
  };
  const summary = adversarial.attackSummary(rows);
  const { successRate, medianL2, medianLinf, succeeded, failed, masked, alreadyWrong, alreadyTarget } = summary;
  const fooled = rows.filter(({ outcome }) => outcome === 'succeeded').map((row) => row[rhoOf(method)]);
  const rho = meanOfKnown([...fooled, ...others]);
  const rhoNorm = method.norm.name === 'linf' ? 'linf' : 'l2';
  const classes = (of: (row: AttackRow) => number) => int32Entry([done], rows.map(of));
  const result = rowsResult(images, rows, classifier, done > 0 ? attackText(rows, summary) : '');
  return {
    ...result,
    json: {
      results: result.json,
      successRate,
      medianL2,
      medianLinf,
      rho,
      rhoNorm,
      succeeded,
      failed,
      masked,
      alreadyWrong,
      alreadyTarget,
    },
    tensors: [
      ...Object.entries(batch).map(([name, values]) => [name, float32Entry([done, ...shape], values)] as const),
      ['labels', classes(({ label }) => label)],
      ['before', classes(({ before }) => before.class)],
      ['after', classes(({ after }) => after.class)],
    ],
    picture:
      done === 0 || !isPictureShape(shape)
        ? undefined
        : () => attackPicture(rows, shownBatch(batch, classifier), shape, job),
  };
};

/** Accuracy over how far an attack may go. */
const curveBy = async (
  classifier: LoadedModel,
  { method, epsilons }: SelectedAttack,
  inputs: readonly string[],
  options: AttackOptions,
  job: Job,
): Promise<Result> => {
  const { seed, round } = options;
  const target = targetOf(classifier, options, job);
  const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'some' }, options);
  const x = images.tensor();
  const view = job.progress(method.name);
  try {
    const criterion = criterionOf(x.shape[0], images, 0, target);
    const predicted = tf.tidy(() => predictedClasses(classifier.logits(x)));
    const labels = Array.from(predicted, (best, i) => images.label(i) ?? best);
    const curve = await adversarial.robustAccuracy(classifier, x, method, {
      epsilons,
      criterion,
      round,
      seed,
      signal: job.signal,
      onStep: ({ step, value }) => view.update(step, `${value.active} images at work`),
    });
    const { points, cleanAccuracy, fooledAt, alreadyWrong, alreadyTarget, count, stopped } = curve;
    if (points.length === 0) throw new Interrupted('interrupted before any length was done');
    if (stopped) job.note(`interrupted: ${points.length} of ${epsilons.length} lengths are done`);
    const least = fooledAt.map((length) => (Number.isFinite(length) ? length : null));
    const results = least.map((length, i) => ({ input: images.name(i), label: labels[i], fooledAt: length }));
    const ofPoints = (key: 'epsilon' | 'accuracy') =>
      float32Entry(
        [points.length],
        Float32Array.from(points, (point) => point[key]),
      );
    return {
      json: { results: withMissing(images, results), count, alreadyWrong, alreadyTarget, cleanAccuracy, points },
      rows: withMissing(images, results),
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
    view.stop();
    x.dispose();
  }
};

/** Attacks images, or draws accuracy over how far an attack may go. */
export const run = async (inputs: readonly string[], options: AttackOptions, job: Job): Promise<Result> => {
  const asked = attackOf(options, adversarial);
  const { method, epsilons } = asked;
  await job.startBackend();
  return job.withClassifier(
    options.model,
    (classifier) =>
      epsilons.length > 1 || (epsilons.length > 0 && method.epsilon === undefined)
        ? curveBy(classifier, asked, inputs, options, job)
        : attackBy(classifier, method, inputs, options, job),
    options,
  );
};
