import { takesDigits } from '../../compute/models/takes-digits.js';
import { DownloadButton } from '../../parts/download-button.js';
import { GivenDownload } from '../../parts/pictures/given-download.js';
import { pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import { PictureDownloads } from '../../parts/pictures/picture-downloads.js';
import { picturesSvgOf } from '../../parts/pictures/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import type { Imagination } from './imagine.js';

/** All of the pixels, prototype after prototype, one below the other. */
const pixelsIn = ({ found }: Imagination): Uint8Array => {
  const size = found[0].pixels.length;
  const all = new Uint8Array(size * found.length);
  found.forEach(({ pixels }, i) => all.set(pixels, i * size));
  return all;
};

/** All of the values, prototype after prototype. */
const valuesIn = ({ found }: Imagination): Float32Array => {
  const size = found[0].image.length;
  const all = new Float32Array(size * found.length);
  found.forEach(({ image }, i) => all.set(image, i * size));
  return all;
};

/** What was imagined, as files; where it began at a picture, that too. */
export const ImagineDownloads = ({
  value,
  asked,
}: {
  readonly value: Imagination;
  readonly asked: object | undefined;
}) => {
  const { found, inputShape, width, channels, given } = value;
  const isDigit = takesDigits(value);
  return (
    <div class="row">
      {given && <GivenDownload given={given} isDigit={isDigit} />}
      <PictureDownloads
        name="prototype"
        picture={pixelsRgba(pixelsIn(value), width, channels)}
        svg={() =>
          picturesSvgOf(
            found.map(({ pixels }) => pixelsRgba(pixels, width, channels)),
            isDigit,
          )
        }
      />
      <DownloadButton
        name="prototypes.safetensors"
        type=""
        make={() => tensorsFile({ prototypes: { shape: [found.length, ...inputShape], data: valuesIn(value) } })}
      />
      <DownloadButton
        name="prototypes.json"
        type="application/json"
        make={() =>
          JSON.stringify({
            ...{ ...asked, own: undefined },
            prototypes: found.map((one) => ({ ...one, image: undefined, pixels: [...one.pixels] })),
          })
        }
      />
    </div>
  );
};
