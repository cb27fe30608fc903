import { checkFields, checkList, InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { DrawnPicture, Images, Preparation } from './images.js';

/** A map of an image, and where in the picture it lies. */
export interface MapOnPicture {
  /** Which of the images. */
  readonly index: number;
  /** Its map, of the shape `[1, ...inputShape]`. */
  readonly map: { readonly data: Float32Array; readonly shape: readonly number[] };
  /** The part of the picture that it covers, in pixels of the picture: left edge, top edge, width, height. */
  readonly frame: Preparation['frame'];
}

/** A picture with the maps of the images that were made of it. */
export interface PictureWithMaps {
  /** What people call it. */
  readonly name: string;
  /** The picture, at most 1600 pixels a side. */
  readonly picture: DrawnPicture;
  /** The maps, in the order of the images. */
  readonly maps: readonly MapOnPicture[];
}

/**
 * Puts maps of images, such as relevance, back on the pictures that the images were made of: the digits of a photograph, say. Images that are of
 * no picture are left out. Pictures are read one at a time, as the loop comes to them.
 *
 * @param images - the images
 * @param maps - those of the first images, or of all, one after the other: `[n, ...inputShape]` in row-major order
 * @returns a generator of the pictures, each once, with the maps that belong on it; `heatmapOverPicture` of `@interp/viz` draws them
 * @throws InterpError `bad-shape` for numbers that are no maps of so many images, and what reading a picture throws
 *
 * @example
 * ```ts
 * import { mapsOnPictures } from '@interp/images';
 * import { readImages } from '@interp/images/node';
 *
 * const digits = await readImages(['drawn:test/0-1'], { inputShape: [28, 28, 1] }); // or a photograph
 * for await (const { name, maps } of mapsOnPictures(digits, new Float32Array(2 * 784)))
 *   console.log(name, maps.map(({ frame }) => frame)); // of a photograph, where its digits are
 * ```
 */
export async function* mapsOnPictures(images: Images, maps: Float32Array): AsyncGenerator<PictureWithMaps, void> {
  checkFields('the images', images, { size: 'number', inputShape: 'list' });
  checkList('the maps', maps);
  const { inputShape: shape } = images;
  const size = sizeOfShape(shape);
  const n = maps.length / size;
  if (!Number.isInteger(n) || n > images.size)
    throw new InterpError(
      'bad-shape',
      `there are ${maps.length} numbers; expected ${size} for each of at most ${images.size} images`,
    );
  for (let from = 0, to = 1; from < n; from = to++) {
    const picture = await images.picture(from);
    const name = images.name(from);
    if (!picture) continue;
    while (to < n && images.preparation(to) && images.name(to) === name) to++;
    const placed = Array.from({ length: to - from }, (_, i): MapOnPicture => {
      const index = from + i;
      const [x, y, width, height] = images.preparation(index)!.frame.map((side) => side * picture.scale);
      const data = maps.subarray(index * size, (index + 1) * size);
      return { index, map: { data, shape: [1, ...shape] }, frame: [x, y, width, height] };
    });
    yield { name, picture, maps: placed };
  }
}
