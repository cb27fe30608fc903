import { DownloadButton } from '../../parts/download-button.js';
import { pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import { PictureDownloads } from '../../parts/pictures/picture-downloads.js';
import { pngOf } from '../../parts/pictures/rgba-canvas.js';
import { ofDigit, photosSvgOf, svgOf } from '../../parts/pictures/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import type { Imagination } from './imagine.js';

/** All of the pixels, prototype after prototype, one below the other. */
const pixelsIn = ({ found, width, height, channels }: Imagination): Uint8Array => {
  const size = width * height * channels;
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
  const pictures = found.map(({ pixels }) => pixelsRgba(pixels, width, channels));
  const isDigit = width === 28;
  return (
    <div class="row">
      {given && (
        <DownloadButton name={isDigit ? 'digit.png' : 'picture.png'} type="image/png" make={() => pngOf(given)} />
      )}
      <PictureDownloads
        name="prototype"
        picture={pixelsRgba(pixelsIn(value), width, channels)}
        svg={() => (isDigit ? svgOf(...pictures.map(ofDigit)) : photosSvgOf(pictures))}
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
