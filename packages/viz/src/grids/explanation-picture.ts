import { checkFields, choice, number, optionsTable, text } from '@interp/checks';
import { stackCharts } from '../charts/stack-charts.js';
import { firstImages, type ImageBatch, type Pixels } from '../images/image-batch.js';
import { heatmapGrid } from './heatmap-grid.js';
import { heatmapOverPicture, type PlacedMap, type RgbaPicture } from './heatmap-over-picture.js';

/** A picture that some of the explained images are parts of, as `mapsOnPictures` of `@interp/images` yields it. */
export interface ExplainedPicture {
  /** Its name, or its path, of which the end is written above it. */
  readonly name: string;
  /** The picture. */
  readonly picture: RgbaPicture;
  /** The maps of the images in it, each with its place and the number of the image. */
  readonly maps: readonly (Omit<PlacedMap, 'caption'> & { readonly index: number })[];
}

/** What {@link explanationPicture} draws. */
export interface ExplanationPictureData {
  /** The explained images. */
  readonly images: ImageBatch;
  /** Their maps, as many. */
  readonly maps: Pixels;
  /** Written under each map, as many. */
  readonly captions: readonly string[];
  /** The pictures that images are parts of; one that is drawn is asked for before the next. Default none. */
  readonly pictures?: AsyncIterable<ExplainedPicture> | Iterable<ExplainedPicture>;
}

/** Options of {@link explanationPicture}. */
export interface ExplanationPictureOptions {
  /** What explains, written beside the maps. Default nothing. */
  readonly title?: string;
  /** The relevance drawn in full colour: each map's own largest absolute value (`own`) or that of all maps (`shared`). Default `own`. */
  readonly limit?: 'own' | 'shared';
  /** Images below the pictures at most. Default 200. */
  readonly most?: number;
  /** Pictures at most. Default 20. */
  readonly mostPictures?: number;
}

const explanationPictureOptions = optionsTable<ExplanationPictureOptions>()({
  title: text(),
  limit: choice(['own', 'shared'], { default: 'own' }),
  most: number({ min: 1, integer: true, default: 200 }),
  mostPictures: number({ min: 0, integer: true, default: 20 }),
});

/**
 * Draws explanations of images: the maps over the pictures that the images are parts of, where there are such, and below them each image above its map.
 *
 * @param data - images, maps, captions, pictures
 * @param options - title, scale of the colours, how many are drawn
 * @returns an SVG document
 * @throws InterpError as {@link heatmapGrid} and {@link heatmapOverPicture} do, and what the pictures throw
 *
 * @example
 * ```ts
 * import { explanationPicture } from '@interp/viz';
 *
 * const shape = [2, 2, 2, 1];
 * const [images, maps] = [new Float32Array(8), Float32Array.of(1, 0, 0, -1, 0, 2, 0, 0)].map((data) => ({ data, shape }));
 * const svg = await explanationPicture({ images, maps, captions: ['7: 12.3', '1: 9.8'] }, { title: 'LRP' });
 * console.log(svg.includes('7: 12.3')); // true
 * ```
 */
export const explanationPicture = async (
  data: ExplanationPictureData,
  options: ExplanationPictureOptions = {},
): Promise<string> => {
  checkFields('the explanation', data, { images: 'object', maps: 'object', captions: 'list' });
  const { images, maps, captions, pictures = [] } = data;
  const { title, limit, most, mostPictures } = explanationPictureOptions.withDefaults(options);
  const drawings: string[] = [];
  for await (const { name, picture, maps: placed } of mostPictures > 0 ? pictures : []) {
    const named = placed.map(({ index, ...map }) => ({ ...map, caption: captions[index] }));
    drawings.push(heatmapOverPicture(picture, named, { title: name.split(/[/\\]/).at(-1), limit }));
    if (drawings.length >= mostPictures) break;
  }
  const first = [
    { images: firstImages(images, most), title: 'input' },
    { title, maps: firstImages(maps, most), captions: captions.slice(0, most) },
  ];
  const drawn = [...drawings, heatmapGrid(first, { limit })];
  return drawn.length === 1 ? drawn[0] : stackCharts(drawn);
};
