import { float32Entry } from '@interp/files';
import type { Images, MissingImage, Preparation } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';
import type { Result } from '../shell/job.js';

/** What is said of an input that gives no image where others have results. */
export type MissingRow = { readonly input: string } & (
  { readonly rejected: true; readonly reason: 'no ink' | 'no digit' } | { readonly error: string }
);

/** What people call the first of some images. */
export const namesOf = (images: Images, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => images.name(index));

/** What is said of an input that gives no image. */
const missingRow = ({ input, error, hasInk }: MissingImage): MissingRow =>
  error === undefined ? { input, rejected: true, reason: hasInk ? 'no digit' : 'no ink' } : { input, error };

/** What is said of the inputs that give no image; nothing where there are none. */
export const missingRows = ({ missing }: Images): readonly MissingRow[] | undefined =>
  missing.length > 0 ? missing.map(missingRow) : undefined;

/** Results of images, with what is said of the inputs that give none in their places. */
export const withMissing = <Row>({ missing }: Images, rows: readonly Row[]): readonly (Row | MissingRow)[] => {
  const all: (Row | MissingRow)[] = [];
  let place = 0;
  for (const one of missing.filter(({ before }) => before <= rows.length)) {
    while (place < one.before) all.push(rows[place++]);
    all.push(missingRow(one));
  }
  return all.concat(rows.slice(place));
};

/** Numbers of so many images as tensors of a file, `[count, ...shape]`. */
export const imageEntries = (
  shape: readonly number[],
  count: number,
  values: Readonly<Record<string, Float32Array>>,
): NonNullable<Result['tensors']> =>
  Object.entries(values).map(([name, numbers]) => [name, float32Entry([count, ...shape], numbers)]);

/** What is said of an image's preparation in a result: nothing where it is of no picture. */
export const preparedOf = (images: Images, index: number): { readonly prepared?: Omit<Preparation, 'frame'> } => {
  const preparation = images.preparation(index);
  if (!preparation) return {};
  const { how, ink, contrast, box, lowContrast, touching, cut } = preparation;
  return { prepared: { how, ink, contrast, box, lowContrast, touching, cut } };
};

/** Lines about inputs that give no image, for people. */
export const missingText = ({ missing }: Images): readonly string[] =>
  missing.map(
    ({ input, error, hasInk }) =>
      error ?? `${input}  no digit: the picture ${hasInk ? 'has ink, and none of it could be a digit' : 'has no ink'}`,
  );

/**
 * A row an image, with what is said of the inputs that give none, in all forms that all commands share.
 *
 * @param images - the images, of which the first have rows
 * @param rows - as they are printed as JSON
 * @param classifier - whose classes may have names
 * @param text - what people read of the rows; nothing where there are none
 * @param table - the rows as they go into a table. Default the same
 */
export const rowsResult = (
  images: Images,
  rows: readonly object[],
  { settings: { labels } }: Pick<OpenedClassifier, 'settings'>,
  text: string,
  table = rows,
): Result => ({
  json: withMissing(images, rows),
  rows: withMissing(images, table),
  inputs: namesOf(images, rows.length),
  labels,
  text: [text, ...missingText(images)].filter(Boolean).join('\n'),
});
