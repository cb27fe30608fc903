import { robustAccuracy } from '@interp/adversarial';
import { float32Entry, int32Entry, type Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import { criterionOf } from './criterion.js';
import type { AskedAttack } from './methods.js';
import { curveText } from './view.js';
import { batchOf } from '../../inputs/batch.js';
import type { AttackCommandOptions } from './command.js';
import { Interrupted } from '../../shell/failure.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';

/** In words, for the chart. */
const called: Readonly<Record<string, string>> = { linf: 'L∞', l2: 'L2', l1: 'L1' };

/**
 * Accuracy over how far an attack may go.
 *
 * @param classifier - the classifier
 * @param asked - the attack and the lengths
 * @param inputs - the images
 * @param job - the command at work
 * @returns JSON document, table, chart
 */
export const attackCurve = async (
  classifier: Classifier,
  { method, epsilons }: AskedAttack,
  inputs: readonly string[],
  job: Job<AttackCommandOptions>,
): Promise<Outcome> => {
  const { target, seed, round = false } = job.options;
  if (target !== undefined) checkClass(classifier, target);
  const images = await readInputs(inputs, classifier.inputShape, job, classifier.classes);
  const x = batchOf(images, classifier.inputShape);
  const view = job.progress(method.name);
  try {
    const { criterion, labels } = criterionOf(classifier, x, images, 0, target);
    const curve = await robustAccuracy(classifier, x, method, {
      epsilons,
      criterion,
      round,
      seed,
      signal: job.signal,
      onStep: ({ step, value }) => view.update(step, `${value.active} images at work`),
    });
    const { points, cleanAccuracy, fooledAt, alreadyWrong, count, stopped } = curve;
    if (points.length === 0) throw new Interrupted('interrupted before any length was done');
    if (stopped) job.note(`interrupted: ${points.length} of ${epsilons.length} lengths are done`);
    const least = fooledAt.map((length) => (Number.isFinite(length) ? length : null));
    const results = least.map((length, i) => ({ input: images.name(i), label: labels[i], fooledAt: length }));
    return {
      json: { results, count, alreadyWrong, cleanAccuracy, points },
      text: curveText(curve),
      tensors: [
        ['labels', int32Entry([count], labels)],
        ['fooledAt', float32Entry([count], fooledAt)],
        [
          'epsilons',
          float32Entry(
            [points.length],
            points.map(({ epsilon }) => epsilon),
          ),
        ],
        [
          'accuracy',
          float32Entry(
            [points.length],
            points.map(({ accuracy }) => accuracy),
          ),
        ],
      ],
      picture: async () => {
        const { robustnessChart } = await import('@interp/viz');
        const norm = called[method.norm.name] ?? method.norm.name;
        const title = `Accuracy under ${method.name}, ${count} images`;
        return robustnessChart([{ name: method.name, cleanAccuracy, points }], { title, xTitle: `ε (${norm})` });
      },
    };
  } finally {
    view.stop();
    x.dispose();
  }
};
