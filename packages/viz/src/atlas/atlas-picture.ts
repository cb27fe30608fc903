import { checkFields, checkNumber, InterpError, number, optionsTable, text } from '@interp/checks';
import type { AtlasImage } from './cell.js';
import { atlasMap, type AtlasMap, type Block } from './map.js';
import { atlasPaths, type AtlasPath } from './paths.js';
import { wrapText } from '../svg/text.js';
import type { ImageBatch } from '../images/image-batch.js';
import { imageRasters } from '../images/raster.js';
import { svgDocument, textElement } from '../svg/markup.js';
import { theme } from '../svg/theme.js';

/** What {@link atlasPicture} draws. */
export interface AtlasData {
  /** The images. */
  readonly images: ImageBatch;
  /** The predicted class of each, from 0. */
  readonly classes: ArrayLike<number>;
  /** The probability of that class. */
  readonly probabilities: ArrayLike<number>;
  /** Their positions. */
  readonly map: AtlasMap;
  /** Names of marked images, by the index of the image; these are framed. Default none. */
  readonly marks?: Readonly<Record<number, string>>;
  /** Paths from one image to another, drawn under the map. Default none. */
  readonly paths?: readonly AtlasPath[];
}

/** Options of {@link atlasPicture}. */
export interface AtlasPictureOptions {
  /** Written above the whole. Default none. */
  readonly title?: string;
  /** Written above the paths. Default none. */
  readonly pathsTitle?: string;
  /** Pixels of the drawing per pixel of an image, an integer from 1 to 16. Default 2. */
  readonly scale?: number;
}

const atlasPictureOptions = optionsTable<AtlasPictureOptions>()({
  title: text(),
  pathsTitle: text(),
  scale: number({ min: 1, max: 16, integer: true, default: 2 }),
});

const { padding, titleSize } = theme;

const readImages = ({ images, classes, probabilities, marks = {} }: AtlasData): AtlasImage[] => {
  const rasters = imageRasters(images);
  for (const [name, list] of Object.entries({ classes, probabilities }))
    if (list.length !== rasters.length)
      throw new InterpError(
        'bad-shape',
        `there are ${list.length} ${name} for ${rasters.length} images; expected one each`,
      );
  return rasters.map((raster, i) => {
    checkNumber('a class', classes[i], { min: 0, integer: true });
    checkNumber('a probability', probabilities[i], { min: 0, max: 1.0001 });
    return { raster, class: classes[i], probability: probabilities[i], mark: marks[i] };
  });
};

const checkIndices = ({ map, paths = [] }: AtlasData, count: number): void => {
  const { cells, columnTitles, rowTitles } = map;
  if (
    cells.length === 0 ||
    cells.length !== rowTitles.length ||
    cells.some((row) => row.length !== columnTitles.length)
  )
    throw new InterpError('bad-shape', 'the map has other rows or columns than titles; expected a title for each');
  const uneven = paths.find(({ images, steps }) => images.length === 0 || steps.length !== images.length - 1);
  if (uneven)
    throw new InterpError('bad-shape', `the path ${JSON.stringify(uneven.title)} needs one step between two images`);
  for (const index of [...cells.flat(), ...paths.flatMap(({ images }) => images)])
    if (!(Number.isInteger(index) && index >= 0 && index < count))
      throw new InterpError('bad-option', `the atlas asks for image ${String(index)}; expected 0 to ${count - 1}`);
};

const heading = (text: string | undefined, width: number): Block => {
  const lines = wrapText(text ?? '', width, titleSize, 600);
  const elements = lines.map((line, i) => textElement(line, { x: 0, y: 16 + i * 22, size: titleSize, weight: 600 }));
  return { elements, width, height: lines.length === 0 ? 0 : lines.length * 22 + 12 };
};

/**
 * Draws many images in a plane, each in the colour of its predicted class, and below them paths between images: for
 * example the predictions for all states of a seven-segment digit. The same input gives the same SVG.
 *
 * @param data - images, predictions, positions
 * @param options - titles, scale
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` where numbers of images, predictions, titles or steps do not match, `bad-value` for pixels that are not
 * finite, `bad-option` for an unknown image or an option out of range
 *
 * @example
 * ```ts
 * import { atlasPicture } from '@interp/viz';
 *
 * const data = Float32Array.from({ length: 4 * 64 }, (_, i) => ((i % 64) % (2 + Math.floor(i / 64)) ? -1 : 1));
 * const svg = atlasPicture({
 *   images: { data, shape: [4, 8, 8, 1] },
 *   classes: [0, 1, 1, 2],
 *   probabilities: [0.9, 0.6, 0.8, 1],
 *   map: { cells: [[0, 1], [3, 2]], columnTitles: ['', 'a'], rowTitles: ['', 'b'] },
 *   marks: { 0: '0' },
 *   paths: [{ title: '0 becomes 1', images: [0, 1], steps: ['+ a'] }],
 * });
 * console.log(svg.includes('0 becomes 1')); // true
 * ```
 */
export const atlasPicture = (data: AtlasData, options: AtlasPictureOptions = {}): string => {
  checkFields('the atlas', data, { images: 'object', map: 'object' });
  const { title, pathsTitle, scale } = atlasPictureOptions.withDefaults(options);
  const images = readImages(data);
  checkIndices(data, images.length);
  const map = atlasMap(data.map, images, scale);
  const paths = data.paths?.length ? atlasPaths(data.paths, images, scale, map.width) : undefined;
  const width = Math.max(map.width, paths?.width ?? 0);
  const blocks = [heading(title, width), map, ...(paths ? [heading(pathsTitle, width), paths] : [])];
  let y = padding;
  const content = blocks.flatMap(({ elements, height }, i) => {
    y += i === 2 ? 14 : 0;
    const placed = [`<g transform="translate(${padding} ${y})">`, ...elements, '</g>'];
    y += height;
    return placed;
  });
  return svgDocument(width + 2 * padding, y + padding, title ?? 'Atlas of images', content);
};
