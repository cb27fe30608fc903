import type { Rgba } from '../../compute/pictures.js';
import { DownloadButton } from '../download-button.js';
import { pngOf } from './rgba-canvas.js';

/** The picture that was given to a network, under the name that programs and commands on the page open it by. */
export const GivenDownload = ({ given, isDigit }: { readonly given: Rgba; readonly isDigit: boolean }) => (
  <DownloadButton name={isDigit ? 'digit.png' : 'picture.png'} type="image/png" make={() => pngOf(given)} />
);
