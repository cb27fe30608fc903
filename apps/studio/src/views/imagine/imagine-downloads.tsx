import { takesDigits } from '../../compute/models/takes-digits.js';
import { Downloads } from '../../parts/downloads.js';
import { GivenDownload } from '../../parts/pictures/given-download.js';
import { pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import { picturesSvgOf } from '../../parts/pictures/svg-of.js';
import { stacked } from '../../parts/tensors-file.js';
import type { Imagination } from './imagine.js';

/** All of the pixels, prototype after prototype, one below the other. */
const pixelsIn = ({ found }: Imagination): Uint8Array => {
  const size = found[0].pixels.length;
  const all = new Uint8Array(size * found.length);
  found.forEach(({ pixels }, i) => all.set(pixels, i * size));
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
  const pictures = () => found.map(({ pixels }) => pixelsRgba(pixels, width, channels));
  const images = found.map(({ image }) => image);
  return (
    <Downloads
      name="prototypes"
      pictureName="prototype"
      picture={pixelsRgba(pixelsIn(value), width, channels)}
      svg={() => picturesSvgOf(pictures(), isDigit)}
      tensors={() => ({ prototypes: stacked(images, inputShape) })}
      asked={asked}
      said={() => ({ prototypes: found.map((one) => ({ ...one, image: undefined, pixels: [...one.pixels] })) })}
    >
      {given && <GivenDownload given={given} isDigit={isDigit} />}
    </Downloads>
  );
};
