import { takesDigits } from '../../compute/models/takes-digits.js';
import type { Rgba } from '../../compute/pictures.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { percent } from '../../words/words.js';
import { attackWords } from './attack-words.js';
import type { Attacked, ReadImage } from './attack.js';

interface ShownPicture {
  readonly picture: Rgba;
  readonly text: string;
  /** Whether it is one of a digit, whose pixels stay sharp. */
  readonly isDigit: boolean;
}

const Shown = ({ picture, text, isDigit }: ShownPicture) => (
  <figure>
    <PictureCanvas picture={picture} label={text} className={isDigit ? 'picture' : 'picture colour'} />
    <figcaption>{text}</figcaption>
  </figure>
);

/** What is read in an image, and how surely. */
const readText = ({ name, probability }: ReadImage): string =>
  probability === undefined ? name : `${name}, ${percent(probability)}`;

/** What came of an attack, in a sentence. */
export const attackedText = ({ before, after, item }: Attacked): string => {
  const { fooled, held, unchanged } = attackWords.value;
  const said = { succeeded: fooled, failed: held, 'already-wrong': unchanged, 'already-target': unchanged }[
    item.outcome
  ];
  const share = after.probability === undefined ? '' : ` · ${percent(after.probability)}`;
  return `${before.name} → ${after.name}${share}. ${said}.`;
};

/** What an image on the way has of r. */
const partText = (i: number): string => ['x', 'x + ¼ r', 'x + ½ r', 'x + ¾ r', 'x + r'][i];

/** The image, what is added, what comes of it; and what the explanation does on the way from the one to the other. */
export const AttackedPictures = ({ found }: { readonly found: Attacked }) => {
  const { before, after, perturbation, way } = found;
  const isDigit = takesDigits(found);
  const text = attackWords.value;
  return (
    <>
      <div class="maps attacked">
        <Shown picture={before.picture} text={`${text.before}: ${readText(before)}`} isDigit={isDigit} />
        <Shown picture={perturbation} text={text.added} isDigit={isDigit} />
        <Shown picture={after.picture} text={`${text.after}: ${readText(after)}`} isDigit={isDigit} />
      </div>
      <h3>{text.between}</h3>
      <div class="maps way">
        {way.map((one, i) => (
          <Shown key={i} picture={one.why} text={`${partText(i)}: ${readText(one)}`} isDigit={isDigit} />
        ))}
      </div>
    </>
  );
};
