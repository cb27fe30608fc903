import type { Rgba } from '../../compute/pictures.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { percent } from '../../words/words.js';
import { attackWords } from './attack-words.js';
import type { Attacked, ReadImage } from './attack.js';

const Shown = ({ picture, text }: { readonly picture: Rgba; readonly text: string }) => (
  <figure>
    <PictureCanvas
      picture={picture}
      label={text}
      className={picture.width % 28 === 0 && picture.width < 225 ? 'picture' : 'picture colour'}
    />
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
export const AttackedPictures = ({ found: { before, after, perturbation, way } }: { readonly found: Attacked }) => {
  const text = attackWords.value;
  return (
    <>
      <div class="maps attacked">
        <Shown picture={before.picture} text={`${text.before}: ${readText(before)}`} />
        <Shown picture={perturbation} text={text.added} />
        <Shown picture={after.picture} text={`${text.after}: ${readText(after)}`} />
      </div>
      <h3>{text.between}</h3>
      <div class="maps way">
        {way.map((one, i) => (
          <Shown key={i} picture={one.why} text={`${partText(i)}: ${readText(one)}`} />
        ))}
      </div>
    </>
  );
};
