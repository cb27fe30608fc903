import { checkRecords } from '@interp/checks';
import type { TaskRow } from './tasks/task.js';

/** How sure the network is of an image: the probability of its class, after an attack where there was one; the explained score. */
export const certaintyOf = ({ probability, after, score, methods }: TaskRow): number | undefined => {
  const [first] = (methods ?? []) as readonly TaskRow[];
  const all = [probability, (after as TaskRow | undefined)?.['probability'], score, first?.['score']];
  return all.find((value) => typeof value === 'number');
};

/** What an image is taken for, by name or number; after an attack where there was one. */
export const foundIn = ({ class: own, name, after }: TaskRow): string => {
  const later = after as TaskRow | undefined;
  const found = [later?.['name'], later?.['class'], name, own].find((one) => one !== undefined);
  return typeof found === 'number' ? String(found) : typeof found === 'string' ? found : '';
};

/**
 * The first results of a job as a table, to be shown: what each image is called, its label, what it is taken for and how surely.
 *
 * @param results - as `collectBatch` gives them
 * @param most - rows at most. Default 10
 * @returns the cells of the rows, a header first; a last row of dots where there are more
 */
export const resultTable = (results: readonly TaskRow[], most = 10): readonly (readonly string[])[] => {
  checkRecords('the results', results);
  return [
    ['input', 'label', 'class', 'certainty'],
    ...results
      .slice(0, most)
      .map((row) => [
        row['input'] as string,
        String((row['label'] as number | undefined) ?? ''),
        typeof row['error'] === 'string' ? 'not read' : foundIn(row),
        certaintyOf(row)?.toPrecision(4) ?? '',
      ]),
    ...(results.length > most ? [['…', '', '', '']] : []),
  ];
};

/**
 * Results as rows of a table, for `csvTable` of `@interp/files`: the measures of several methods are columns by their names, `lrp epsilon-plus.area`, in place of a
 * list.
 *
 * @param results - as `collectBatch` gives them
 * @returns a row each, in the same order
 */
export const tableRows = (results: readonly TaskRow[]): readonly TaskRow[] => {
  checkRecords('the results', results);
  return results.map(({ methods, ...row }) => ({
    ...row,
    ...Object.fromEntries(
      ((methods ?? []) as readonly TaskRow[]).map(({ method, ...measures }) => [String(method), measures]),
    ),
  }));
};
