import { useState } from 'preact/hooks';
import { modelFiles, pictureFiles } from '../../compute/models/opened-files.js';
import { useAnswer, type Answer } from '../../compute/use-answer.js';
import { Downloads } from '../../parts/downloads.js';
import { GivenDownload } from '../../parts/pictures/given-download.js';
import { Status } from '../../parts/status.js';
import { ClassBars } from '../../parts/class-bars.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { photosSvgOf } from '../../parts/pictures/svg-of.js';
import { input, settings } from '../../state/store.js';
import { figure, percent, words } from '../../words/words.js';
import { RangeButtons } from './range-buttons.js';
import { LookSettings } from './look-settings.js';
import { modelWords } from './model-words.js';
import type { Looked } from './look.js';
import type { Described } from './model.js';

const statusText = ({ value: found }: Answer<unknown, Looked | undefined>): string => {
  if (!found) return words.value.computing;
  const [first] = found.top;
  return first.probability === undefined
    ? `${first.name} · ${figure(first.score, 3)}`
    : `${first.name} · ${percent(first.probability)}`;
};

/** The question of the picture that is chosen, and its answer. */
export const useLook = (index: number, isOpen: boolean): Answer<unknown, Looked | undefined> => {
  const values = settings.model.value;
  const picture = pictureFiles.value?.files[index];
  const ids = [modelFiles.value?.id, values.picture === 'files' ? [pictureFiles.value?.id, index] : 0, isOpen];
  const answer = useAnswer(
    () => ({ input: input.value, values: settings.model.value, ids }),
    async (studio, question) => (isOpen ? studio.lookByOwn(modelFiles.value, question, picture?.file) : undefined),
  );
  return answer.value && answer.value.id !== modelFiles.value?.id ? { ...answer, value: undefined } : answer;
};

/** What the model takes a picture for, and why. */
export const LookPanel = ({
  model,
  answer,
  index,
  refused,
}: {
  readonly model: Described;
  readonly index: number;
  readonly answer: Answer<unknown, Looked | undefined>;
  readonly refused: Parameters<typeof LookSettings>[0]['refused'];
}) => {
  const { value: found, isBusy } = answer;
  const { heat, explained, byInput } = modelWords.value;
  const { seen, score, total } = words.value;
  const [isLarge, setLarge] = useState(false);
  return (
    <section class="panel full">
      <Status text={statusText(answer)} error={answer.error} />
      {found && (
        <div class="look" aria-busy={isBusy}>
          <figure class={isLarge ? 'large' : ''}>
            <button
              type="button"
              class="bare"
              aria-pressed={isLarge}
              aria-label={heat}
              onClick={() => setLarge(!isLarge)}
            >
              <PictureCanvas picture={found.heat} label={heat} className="photo" />
            </button>
            <figcaption>
              {heat}. {model.classNames[found.found.class]}: {score} {figure(found.found.score, 3)}, {total}{' '}
              {figure(found.found.total, 3)}, {explained} {figure(found.time / 1000, 2)} s.
            </figcaption>
          </figure>
          <div>
            <ClassBars shares={found.top} most={found.top[0].class} />
            <figure>
              <PictureCanvas picture={found.seen} label={seen} className="seen" />
              <figcaption>{seen}</figcaption>
            </figure>
            {found.totals && (
              <p>
                {byInput}:{' '}
                {Object.entries(found.totals)
                  .map(([name, sum]) => `${name.slice(0, 40)} ${figure(sum, 3)}`)
                  .join(', ')}
              </p>
            )}
            <RangeButtons index={index} />
          </div>
        </div>
      )}
      <LookSettings classNames={model.classNames} refused={refused} />
      {found && (
        <Downloads
          name="explanation"
          pictureName="heatmap"
          picture={found.heat}
          svg={() => photosSvgOf([found.heat])}
          tensors={() => ({ relevance: { shape: found.shape, data: found.relevance } })}
          said={() => ({ ...found.found, top: found.top, relevance: [...found.relevance] })}
        >
          <GivenDownload given={found.picture} isDigit={false} />
        </Downloads>
      )}
    </section>
  );
};
