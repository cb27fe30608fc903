import { attack as attacked, attackSummary, type AttackMethod, type AttackResult } from '@interp/adversarial';
import type { Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { criterionOf } from './criterion.js';
import { attackCurve } from './curve.js';
import { attackOf } from './methods.js';
import { attackOutcome } from './result.js';
import type { AttackRow } from './view.js';
import { startBackendOf } from '../../shell/backend.js';
import { batchOf, collector } from '../../inputs/batch.js';
import type { AttackCommandOptions } from './command.js';
import { inChunks } from '../../shell/in-chunks.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';

const chunk = 100;

/** Images that their label does not fit, attacked once more from what they are taken for: DeepFool's ρ is of predictions. */
const fromPrediction = async (
  classifier: Classifier,
  x: tf.Tensor,
  method: AttackMethod,
  { items }: AttackResult,
): Promise<readonly number[]> => {
  const wrong = items.flatMap(({ outcome }, i) => (outcome === 'already-wrong' ? [i] : []));
  if (wrong.length === 0) return [];
  const some = tf.tidy(() => tf.gather(x, tf.tensor1d(wrong, 'int32')));
  try {
    const again = await attacked(classifier, some, method);
    tf.dispose([again.adversarial, again.perturbation]);
    const key = method.norm.name === 'linf' ? 'rhoLinf' : 'rhoL2';
    return again.items.filter(({ outcome }) => outcome === 'succeeded').map((item) => item[key]);
  } finally {
    some.dispose();
  }
};

const attackBy = async (
  classifier: Classifier,
  method: AttackMethod,
  inputs: readonly string[],
  job: Job<AttackCommandOptions>,
): Promise<Outcome> => {
  const { target, seed, round = false } = job.options;
  if (target !== undefined) checkClass(classifier, target);
  const shape = classifier.inputShape;
  const images = await readInputs(inputs, shape, job, classifier.classes);
  const size = shape.reduce((product, n) => product * n, 1);
  const [adversarial, perturbation] = [collector(images.size, size), collector(images.size, size)];
  const rows: AttackRow[] = [];
  const others: number[] = [];
  const done = await inChunks(images.size, chunk, method.name, job, async (from, to) => {
    const x = batchOf(images, shape, from, to);
    try {
      const { criterion } = criterionOf(classifier, x, images, from, target);
      const options = { criterion, round, seed: seed + from, signal: job.signal };
      const result = await attacked(classifier, x, method, options);
      adversarial.add(from, result.adversarial.dataSync<'float32'>());
      perturbation.add(from, result.perturbation.dataSync<'float32'>());
      tf.dispose([result.adversarial, result.perturbation]);
      result.items.forEach((item, i) => rows.push({ input: images.name(from + i), ...item }));
      if (method.name === 'deepfool' && target === undefined)
        others.push(...(await fromPrediction(classifier, x, method, result)));
    } finally {
      x.dispose();
    }
  });
  return attackOutcome({
    rows,
    rhoOfWrong: others,
    norm: method.norm.name,
    summary: attackSummary(rows),
    images: { data: images.pixels(0, done), shape: [done, ...shape] },
    adversarial: adversarial.rows(done),
    perturbation: perturbation.rows(done),
    job,
  });
};

/** Attacks images, or draws accuracy over how far an attack may go. */
export const attack = async (inputs: readonly string[], job: Job<AttackCommandOptions>): Promise<Outcome> => {
  const asked = attackOf(job.options);
  const curve = asked.epsilons.length > 1 || (asked.epsilons.length > 0 && asked.method.epsilon === undefined);
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) =>
    curve ? attackCurve(classifier, asked, inputs, job) : attackBy(classifier, asked.method, inputs, job),
  );
};
