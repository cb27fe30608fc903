import type { Rgba } from '../../compute/pictures.js';
import { DownloadButton } from '../../parts/download-button.js';
import { PictureDownloads } from '../../parts/pictures/picture-downloads.js';
import { pngOf } from '../../parts/pictures/rgba-canvas.js';
import { ofDigit, photosSvgOf, svgOf } from '../../parts/pictures/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import type { Attacked } from './attack.js';

/** What is shown of an attack: the image, what is added, what comes of it, and why each on the way is read as it is. */
const picturesOf = ({ before, perturbation, after, way }: Attacked): readonly Rgba[] => [
  ...[before.picture, perturbation, after.picture],
  ...way.map(({ why }) => why),
];

/** What came of an attack, as files. */
export const AttackDownloads = ({ found, asked }: { readonly found: Attacked; readonly asked: object | undefined }) => {
  const { pixels, given, before, after, adversarial, inputShape, item } = found;
  const pictures = picturesOf(found);
  return (
    <div class="row">
      {pixels ? (
        <DownloadButton name="digit.png" type="image/png" make={() => pngOf(before.picture)} />
      ) : (
        <DownloadButton name="picture.png" type="image/png" make={() => pngOf(given)} />
      )}
      <PictureDownloads
        name="adversarial"
        picture={after.picture}
        svg={() => (pixels ? svgOf(...pictures.map(ofDigit)) : photosSvgOf(pictures))}
      />
      <DownloadButton
        name="attack.safetensors"
        type=""
        make={() => tensorsFile({ adversarial: { shape: [1, ...inputShape], data: adversarial } })}
      />
      <DownloadButton
        name="attack.json"
        type="application/json"
        make={() => JSON.stringify({ ...asked, own: undefined, ...item, adversarial: [...adversarial] })}
      />
    </div>
  );
};
