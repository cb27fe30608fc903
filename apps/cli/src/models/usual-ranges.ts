import { plainText, shownPath } from '@interp/checks';
import { answersByRange, type Images } from '@interp/images';
import type { Job } from '../shell/job.js';
import type { LoadedModel } from './loaded-model.js';

/** Whether a model itself scales down pixels from 0 to 255. */
const scalesBytes = ({ model }: LoadedModel): boolean =>
  'predict' in model &&
  model.layers
    .slice(0, 3)
    .some((layer) => layer.getClassName() === 'Rescaling' && Math.abs(Number(layer.getConfig()['scale'])) < 0.02);

/**
 * Says where a model may get pixels in another range than it was trained on: where it scales pixels from 0 to 255 down itself and gets
 * smaller ones, and, where nobody has said its range, where its answer to the first picture is another one in another usual range.
 */
export const warnOfRange = (loaded: LoadedModel, isRangeKnown: boolean, images: Images, note: Job['note']): void => {
  const { bounds, settings } = loaded;
  const said = `[${bounds.map((one) => Number(one.toPrecision(4))).join(', ')}]`;
  if (scalesBytes(loaded) && bounds[1] <= 2.7) {
    note(
      `interp: warning: the model scales pixels from 0 to 255 down itself and gets them in ${said}; give --bounds 0,255, or write it into its interp.json`,
    );
    return;
  }
  if (isRangeKnown) return;
  const answers = answersByRange(loaded, images, settings.channels).map(({ class: answer, ...range }) => ({
    flags: Object.entries(range)
      .map(([name, values]) => `--${name} ${values.join(',')}`)
      .join(' '),
    name: plainText(settings.labels?.[answer] ?? String(answer), 40),
    answer,
  }));
  const [taken] = answers;
  const others = answers.filter(({ answer }) => answer !== taken.answer);
  if (others.length === 0) return;
  note(
    `interp: warning: ${shownPath(images.name(0))} is read as ${taken.name} with pixels in ${said}, as ${others.map(({ name, flags }) => `${name} with ${flags}`).join(', as ')}; say which the model was trained on, or write it into its interp.json`,
  );
};
