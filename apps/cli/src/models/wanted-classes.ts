import { shownName } from '@interp/checks';
import { classOf } from '@interp/images';
import { UsageError } from '../shell/failure.js';
import type { Job } from '../shell/job.js';
import type { OpenedClassifier } from '@interp/open';

/**
 * The class that the command line means by a number, or by a name of the model's.
 *
 * @param loaded - the model
 * @param wanted - the number or the name
 * @param job - told where the number of one class is the name of another
 * @throws InterpError `bad-class`
 */
export const wantedClass = (loaded: OpenedClassifier, wanted: string, { note }: Pick<Job, 'note'>): number => {
  const names = loaded.settings.labels ?? [];
  const found = classOf(loaded, wanted, names);
  const namesake = names.indexOf(wanted.trim());
  if (namesake >= 0 && namesake !== found)
    note(
      `${wanted} is taken as the number of the class ${shownName(names[found])}; the class that is called so has the number ${namesake}`,
    );
  return found;
};

/**
 * The classes that the command line means: `all`, or numbers and names with commas between. A name may hold commas itself where it stands
 * alone.
 *
 * @throws InterpError `bad-class`
 */
export const wantedClasses = (loaded: OpenedClassifier, wanted: string, job: Pick<Job, 'note'>): readonly number[] => {
  if (wanted === 'all') return Array.from({ length: loaded.classes }, (_, c) => c);
  const parts = loaded.settings.labels?.includes(wanted) ? [wanted] : wanted.split(',');
  return parts.map((part) => wantedClass(loaded, part, job));
};

/** Refuses a model that returns values and no scores of classes, as a regression, where a command says classes; throws UsageError. */
export const checkHasClasses = ({ probabilities }: OpenedClassifier, command: string): void => {
  if (probabilities === 'none')
    throw new UsageError(
      `the model returns values, as a regression, and ${command} says classes; expected a model of classes; say with --returns what it returns, or look at its values with interp explain`,
    );
};

/** Refuses an output whose values are no classes where none of them is named; throws UsageError. */
export const checkNamed = ({ output, isHidden }: OpenedClassifier): void => {
  if (!output || isHidden || output.shape.length === 2) return;
  const [, ...shape] = output.shape;
  throw new UsageError(
    `the output ${JSON.stringify(output.name)} is [${shape.map((size) => size ?? 'any').join(', ')}] and has no classes; say which of its values by --index, as --index ${shape.map(() => 0).join(':')}`,
  );
};
