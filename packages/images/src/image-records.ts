import { checkFields, checkList } from '@interp/checks';
import type { Images, MissingImage, Preparation } from './images.js';

/** What is said of an input that gives no image: a picture without a digit, or a file that cannot be read and why. */
export type MissingRecord = { readonly input: string } & (
  { readonly rejected: true; readonly reason: 'no ink' | 'no digit' } | { readonly error: string }
);

/** How an image was made of a picture, as a field of a record. */
export interface PreparedRecord {
  /** How, and of which part of the picture; nothing where it is of no picture. */
  readonly prepared?: Omit<Preparation, 'frame'>;
}

/**
 * What people call the first of some images.
 *
 * @param images - the images
 * @param count - how many of them. Default all
 * @returns their names, in order
 */
export const imageNames = (images: Images, count?: number): readonly string[] => {
  checkFields('the images', images, { size: 'number', name: 'function' });
  return Array.from({ length: count ?? images.size }, (_, index) => images.name(index));
};

/**
 * What is to be said of an image's preparation in a record of it, to be logged or stored.
 *
 * @param images - the images
 * @param index - which one
 * @returns one field to be spread into the record; nothing for an image of no picture
 */
export const preparedRecord = (images: Images, index: number): PreparedRecord => {
  checkFields('the images', images, { preparation: 'function' });
  const preparation = images.preparation(index);
  if (!preparation) return {};
  const { how, ink, contrast, box, lowContrast, touching, cut } = preparation;
  return { prepared: { how, ink, contrast, box, lowContrast, touching, cut } };
};

const missingRecord = ({ input, error, hasInk }: MissingImage): MissingRecord =>
  error === undefined ? { input, rejected: true, reason: hasInk ? 'no digit' : 'no ink' } : { input, error };

/**
 * What is said of the inputs that give no image.
 *
 * @param images - the images beside them
 * @returns a record each, in order
 */
export const missingRecords = (images: Images): readonly MissingRecord[] => {
  checkFields('the images', images, { missing: 'list' });
  const { missing } = images;
  return missing.map(missingRecord);
};

/**
 * Results of images, with what is said of the inputs that give none in their places.
 *
 * @param images - the images
 * @param results - of the first of them, or of all, in order
 * @returns the results and, among them, records of the inputs that give no image
 *
 * @example
 * ```ts
 * import { withMissing } from '@interp/images';
 * import { readImages } from '@interp/images/node';
 *
 * const digits = await readImages(['drawn:test/0-1', 'gone.png'], { inputShape: [28, 28, 1], takesMissing: 'all' });
 * console.log(withMissing(digits, ['first', 'second']).length); // 3: the last one says that gone.png cannot be read
 * ```
 */
export const withMissing = <Row>(images: Images, results: readonly Row[]): readonly (Row | MissingRecord)[] => {
  checkFields('the images', images, { missing: 'list' });
  checkList('the results', results);
  const { missing } = images;
  const all: (Row | MissingRecord)[] = [];
  let place = 0;
  for (const one of missing.filter(({ before }) => before <= results.length)) {
    while (place < one.before) all.push(results[place++]);
    all.push(missingRecord(one));
  }
  return all.concat(results.slice(place));
};
