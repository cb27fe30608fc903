import {
  attack,
  attackMethodOf,
  misclassified,
  targeted,
  type AttackedImage,
  type AttackMethodOptions,
  type Criterion,
} from '@interp/adversarial';
import { checkBoolean, InterpError } from '@interp/checks';
import type { Images } from '@interp/images';
import { without } from '../without.js';
import { floatsOf, integersOf, numberOfClass, rowOf } from './rows.js';
import type { TaskKind, TaskRow } from './task.js';

/** How images are attacked, as plain data: the attack and its options, and the class that they are to be mistaken for. */
export interface AttackTaskOptions extends Partial<AttackMethodOptions> {
  /** The class that an image is to be mistaken for, its number or name. Default any other. */
  readonly target?: number | string;
  /** Whether images are rounded to 8 bits before they are judged. Default false. */
  readonly round?: boolean;
}

type AttackTaskRow = TaskRow & Pick<AttackedImage, 'label' | 'before' | 'after'>;

const methodOf = (options: AttackTaskOptions) =>
  attackMethodOf({ method: 'deepfool', ...without(options, 'target', 'round') });

/** Leaving the label where there is one, else what an image is taken for; or being taken for a target. */
const criterionOf = (images: Images, from: number, to: number, target: number | undefined): Criterion => {
  const labels = Array.from({ length: to - from }, (_, i) => images.labelSet(from + i) ?? images.label(from + i));
  return target === undefined ? misclassified(labels) : targeted(target, labels);
};

/** Attacking: perturbed images, as `interp attack` makes them. */
export const attackTask: TaskKind<AttackTaskOptions> = {
  check: (options) => {
    const { target, round } = options;
    if (!['number', 'string', 'undefined'].includes(typeof target))
      throw new InterpError('bad-option', 'the option target is no class; expected its number or its name');
    if (round !== undefined) checkBoolean('round', round);
    methodOf(options);
  },
  resolve: ({ target, ...others }, classifier) => ({
    method: 'deepfool',
    ...others,
    target: numberOfClass(classifier, target),
  }),
  make: (options, classifier, seed) => {
    const { target, round = false } = options;
    const { inputShape, settings } = classifier;
    const method = methodOf(options);
    return {
      batchSize: 100,
      workOn: (images) => async (batch, from) => {
        const criterion = criterionOf(images, from, from + batch.shape[0], target as number | undefined);
        const found = await attack(classifier, batch, method, { criterion, round, seed });
        const named = (prediction: AttackedImage['before']) => ({
          ...(settings.labels && { name: settings.labels[prediction.class] }),
          ...prediction,
        });
        const rows = found.items.map((item, i) => ({
          ...rowOf(images, from + i),
          ...item,
          before: named(item.before),
          after: named(item.after),
        }));
        return { rows, values: { adversarial: found.adversarial, perturbation: found.perturbation } };
      },
      tensors: ({ size, pixels }, rows, { adversarial, perturbation }) => {
        const all = rows as readonly AttackTaskRow[];
        const classes = (name: string, of: (row: AttackTaskRow) => number) => integersOf(name, all.map(of));
        return [
          floatsOf('images', size, inputShape, pixels(0, size)),
          floatsOf('adversarial', size, inputShape, adversarial),
          floatsOf('perturbation', size, inputShape, perturbation),
          classes('labels', ({ label }) => label),
          classes('before', ({ before }) => before.class),
          classes('after', ({ after }) => after.class),
        ];
      },
    };
  },
};
