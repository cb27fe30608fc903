import type { PreparedRecord } from '@interp/images';
import type { Novelty } from '@interp/novelty';
import { percent } from '@interp/report';
import { table } from '../../shell/terminal/table.js';

/** A classified image. */
export interface ClassifiedImage extends PreparedRecord {
  /** What people call it. */
  readonly input: string;
  /** Its class, where that is known. */
  readonly label?: number;
  /** The name of that class, where it has one. */
  readonly labelName?: string;
  /** All its classes, where they are known and each class is decided by itself. */
  readonly trueLabels?: readonly number[];
  /** The predicted class. */
  readonly class: number;
  /** Its name, where it has one. */
  readonly name?: string;
  /** How sure the network is of that. */
  readonly probability: number;
  /** The probability of each class. */
  readonly probabilities: readonly number[];
  /** The score of each class. */
  readonly logits: readonly number[];
  /** The classes with a probability over one half, for a network that gives each class a probability of its own. */
  readonly labels?: readonly number[];
  /** Their names, where they have any. */
  readonly names?: readonly string[];
  /** Whether it is a digit at all, where that is asked. */
  readonly novelty?: Novelty;
}

/** What an image is taken for, with the probability of each; of classes none of which is likelier than not, the likeliest one. */
const verdictOf = ({ labels, names, name, class: best, probability, probabilities }: ClassifiedImage): string[] => {
  const likeliest = name ?? String(best);
  if (!labels) return [likeliest, percent(probability)];
  if (labels.length === 0) return [`none (likeliest ${likeliest})`, percent(probability)];
  return [(names ?? labels).join(', '), labels.map((c) => percent(probabilities[c])).join(', ')];
};

/** Whether the image is taken for its class, perhaps among others. */
const isRight = ({ label, labels, class: best }: ClassifiedImage): boolean =>
  label !== undefined && (labels?.includes(label) ?? best === label);

const isRejected = (row: ClassifiedImage): boolean => row.novelty?.rejected === true;

/** Classified images as a table, with how many are right and how many are no digit. */
export const classesText = (rows: readonly ClassifiedImage[]): string => {
  const labelled = rows.filter((row) => row.label !== undefined);
  const right = labelled.filter(isRight).length;
  const lines = rows.map((row) => [
    row.input,
    ...(isRejected(row) ? [`no digit (says ${row.name ?? row.class})`, percent(row.probability)] : verdictOf(row)),
    row.label === undefined ? '' : isRight(row) ? 'right' : `is ${row.labelName ?? row.label}`,
  ]);
  return [
    table(lines),
    ...(labelled.length > 1 ? [`${right} of ${labelled.length} right`] : []),
    ...(rows.length > 1 && rows[0].novelty
      ? [`${rows.filter(isRejected).length} of ${rows.length} rejected as no digit`]
      : []),
  ].join('\n');
};

/** What stands below a classified image. */
export const captionOf = (row: ClassifiedImage): string =>
  `${isRejected(row) ? 'no digit\n' : ''}${verdictOf(row).join(': ')}`;
