import { decodePicture } from '../decode-picture.js';
import { inputPixels } from '../input-pixels.js';
import type { Rgba } from '../pictures.js';
import { greyRgba } from '../../parts/pictures/grey-rgba.js';
import type { Input } from '../../state/input.js';
import type { ViewValues } from '../../state/studio-state.js';
import { scene } from './scene.js';

/** Which picture a model of one's own looks at. */
export interface OwnPicture {
  /** What is drawn or sampled, the scene, or a file that was opened. */
  readonly kind: ViewValues<'model'>['picture'];
  /** The file; a picture that is decoded already where there is no canvas. */
  readonly file?: Blob | Rgba | undefined;
}

/** That picture. What is not there is refused in a sentence. */
export const ownPicture = async ({ kind, file }: OwnPicture, input: Input): Promise<Rgba> => {
  if (kind === 'scene') return scene();
  if (kind === 'files') {
    if (!file) throw new Error('no picture is open; open one, or choose a sample');
    return file instanceof Blob ? decodePicture(file) : file;
  }
  const pixels = inputPixels(input);
  if (!pixels) throw new Error('nothing is drawn yet; draw something, or choose a sample');
  return greyRgba(pixels, 28);
};
