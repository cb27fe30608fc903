import type { Rgba } from '../../compute/pictures.js';
import { DownloadButton } from '../download-button.js';
import { pngOf } from './rgba-canvas.js';

/** A picture as PNG, and as the SVG that `svg` makes, which may show more than that picture. */
export const PictureDownloads = ({
  name,
  picture,
  svg,
}: {
  readonly name: string;
  readonly picture: Rgba;
  readonly svg: () => BlobPart | Promise<BlobPart>;
}) => (
  <>
    <DownloadButton name={`${name}.png`} type="image/png" make={() => pngOf(picture)} />
    <DownloadButton name={`${name}.svg`} type="image/svg+xml" make={svg} />
  </>
);
