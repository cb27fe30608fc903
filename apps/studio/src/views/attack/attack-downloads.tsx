import { takesDigits } from '../../compute/models/takes-digits.js';
import type { Rgba } from '../../compute/pictures.js';
import { Downloads } from '../../parts/downloads.js';
import { GivenDownload } from '../../parts/pictures/given-download.js';
import { picturesSvgOf } from '../../parts/pictures/svg-of.js';
import { stacked } from '../../parts/tensors-file.js';
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
    <Downloads
      name="attack"
      pictureName="adversarial"
      picture={after.picture}
      svg={() => picturesSvgOf(picturesOf(found), isDigit)}
      tensors={() => ({ adversarial: stacked([adversarial], inputShape) })}
      asked={asked}
      said={() => ({ ...item, adversarial: [...adversarial] })}
    >
      <GivenDownload given={given} isDigit={isDigit} />
    </Downloads>
  );
};
