import { takesDigits } from '../../compute/models/takes-digits.js';
import type { Rgba } from '../../compute/pictures.js';
import { DownloadButton } from '../../parts/download-button.js';
import { GivenDownload } from '../../parts/pictures/given-download.js';
import { PictureDownloads } from '../../parts/pictures/picture-downloads.js';
import { picturesSvgOf } from '../../parts/pictures/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import type { Attacked } from './attack.js';

/** What is shown of an attack: the image, what is added, what comes of it, and why each on the way is read as it is. */
const picturesOf = ({ before, perturbation, after, way }: Attacked): readonly Rgba[] => [
  ...[before.picture, perturbation, after.picture],
  ...way.map(({ why }) => why),
];

/** What came of an attack, as files. */
export const AttackDownloads = ({ found, asked }: { readonly found: Attacked; readonly asked: object | undefined }) => {
  const { given, after, adversarial, inputShape, item } = found;
  const isDigit = takesDigits(found);
  return (
    <div class="row">
      <GivenDownload given={given} isDigit={isDigit} />
      <PictureDownloads
        name="adversarial"
        picture={after.picture}
        svg={() => picturesSvgOf(picturesOf(found), isDigit)}
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
