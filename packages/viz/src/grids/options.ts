import { boolean, checkList, InterpError, number, text } from '@interp/checks';

/** Options of all grids. */
export interface GridOptions {
  /** Written above the whole. Default none. */
  readonly title?: string;
  /** Pixels of the drawing to a pixel of an image, an integer from 1 to 64. Default: images become about 112 pixels high. */
  readonly scale?: number;
  /** Pixels between images. Default 10. */
  readonly gap?: number;
  /** Whether it is made for little room: titles of rows above them, a colour scale below, less white around all. Default false. */
  readonly compact?: boolean;
}

/** The rules of {@link GridOptions}, for the tables of all grids. */
export const gridRules = {
  title: text({ default: '' }),
  scale: number({ min: 1, max: 64, integer: true }),
  gap: number({ min: 0, max: 1000, integer: true, default: 10 }),
  compact: boolean({ default: false }),
};

/**
 * The scale of a grid where none is given.
 *
 * @param height - pixels of an image down
 * @returns pixels of the drawing to a pixel of an image
 */
export const usualScale = (height: number): number => Math.min(64, Math.max(1, Math.round(112 / height)));

/**
 * Checks that there are as many texts as things to write them at.
 *
 * @param name - name of the option, for the message
 * @param texts - the texts, where given
 * @param count - how many are needed
 * @throws InterpError `bad-option`
 */
export const checkTexts = (name: string, texts: readonly string[] | undefined, count: number): void => {
  if (texts !== undefined) checkList(name, texts);
  if (texts && texts.length !== count)
    throw new InterpError('bad-option', `${name} has ${texts.length} texts; expected ${count}, one for each`);
  const odd = Array.from<unknown>(texts ?? []).findIndex((text) => typeof text !== 'string');
  if (odd >= 0) throw new InterpError('bad-option', `${name}[${odd}] is no text; expected strings only`);
};

/**
 * The lines of a caption.
 *
 * @param captions - the captions, where given
 * @param index - which one
 * @returns its lines; none where there is no caption or it is empty
 */
export const captionLines = (captions: readonly string[] | undefined, index: number): readonly string[] => {
  const caption = captions?.[index] ?? '';
  return caption === '' ? [] : caption.split(/\r\n|\r|\n/);
};
