import { plainText, shownPath } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { answersByRange, type Images } from '@interp/images';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OwnNetwork } from './own-network.js';
import type { Target } from './target.js';

/** A classifier of pictures, with the model behind it. */
interface Doubted extends Pick<Classifier, 'bounds' | 'inputShape' | 'logits'>, Pick<Target, 'settings'> {
  readonly model: LayersModel | OwnNetwork;
}

/** Whether a model itself scales down pixels from 0 to 255. */
const scalesBytes = ({ model }: Doubted): boolean =>
  'predict' in model &&
  model.layers
    .slice(0, 3)
    .some((layer) => layer.getClassName() === 'Rescaling' && Math.abs(Number(layer.getConfig()['scale'])) < 0.02);

/**
 * Whether a model may get pixels in another range than it was trained on: where it scales pixels from 0 to 255 down itself and gets smaller
 * ones, and, where nobody has said its range, where its answer to the first picture is another one in another usual range.
 *
 * @param classifier - of a model of one's own; borrowed
 * @param images - pictures as it takes them, at least one
 * @returns the doubt in a sentence; undefined where there is none
 */
export const rangeDoubt = (classifier: Doubted, images: Images): string | undefined => {
  const { bounds, settings } = classifier;
  const { labels, channels, ...known } = settings;
  const said = `[${bounds.map((one) => Number(one.toPrecision(4))).join(', ')}]`;
  if (scalesBytes(classifier) && bounds[1] <= 2.7)
    return `the model scales pixels from 0 to 255 down itself and gets them in ${said}; give { bounds: [0, 255] }, or write it into its interp.json`;
  if ((known.bounds ?? known.mean ?? known.std) !== undefined) return undefined;
  const answers = answersByRange(classifier, images, channels).map(({ class: answer, ...range }) => ({
    options: Object.entries(range)
      .map(([name, values]) => `${name}: [${values.join(', ')}]`)
      .join(', '),
    name: plainText(labels?.[answer] ?? String(answer), 40),
    answer,
  }));
  const [taken] = answers;
  const others = answers.filter(({ answer }) => answer !== taken.answer);
  if (others.length === 0) return undefined;
  const otherwise = others.map(({ name, options }) => `${name} with { ${options} }`).join(', as ');
  return `${shownPath(images.name(0))} is read as ${taken.name} with pixels in ${said}, as ${otherwise}; say which the model was trained on, or write it into its interp.json`;
};
