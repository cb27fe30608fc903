import type { Rgba } from '../../compute/pictures.js';
import { PictureCanvas } from '../../parts/picture-canvas.js';
import { percent } from '../../words/words.js';
import { attackWords } from './attack-words.js';
import type { Attacked, ReadImage } from './attack.js';

const Shown = ({ picture, text }: { readonly picture: Rgba; readonly text: string }) => (
  <figure>
    <PictureCanvas picture={picture} label={text} />
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

/** The image, what is added, what comes of it, and why each is read as it is. */
export const AttackedPictures = ({ found: { before, after, perturbation } }: { readonly found: Attacked }) => {
  const text = attackWords.value;
  return (
    <div class="maps attacked">
      <Shown picture={before.picture} text={`${text.before}: ${readText(before)}`} />
      <Shown picture={perturbation} text={text.added} />
      <Shown picture={after.picture} text={`${text.after}: ${readText(after)}`} />
      <Shown picture={before.why} text={`${text.whyBefore}: ${before.name}`} />
      <Shown picture={after.why} text={`${text.whyAfter}: ${after.name}`} />
    </div>
  );
};
