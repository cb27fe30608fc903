import { imageNames, withMissing, type Images } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';
import type { Result } from '../shell/job.js';

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
) =>
  ({
    json: withMissing(images, rows),
    rows: withMissing(images, table),
    inputs: imageNames(images, rows.length),
    labels,
    text: [text, ...missingText(images)].filter(Boolean).join('\n'),
  }) satisfies Result;
