import type { SegmentAnswer } from '@interp/sevenseg';
import { changeValues, settings } from '../../state/store.js';
import { percent } from '../../words/words.js';
import { segmentsWords } from './segments-words.js';

const sureness = ({ probability }: SegmentAnswer): string => `sure-${Math.min(9, Math.floor(probability * 10))}`;

/** What is read in each of the 128 displays; pressing one shows it. */
export const StateMapTable = ({
  map,
  title,
}: {
  readonly map: readonly (readonly SegmentAnswer[])[];
  readonly title: string;
}) => {
  const { lit } = settings.segments.value;
  const { map: heading, mapHelp } = segmentsWords.value;
  return (
    <section>
      <h3>
        {heading}: {title}
      </h3>
      <p class="help">{mapHelp}</p>
      <div class="scrolls">
        <div class="state-map" role="group" aria-label={`${heading}: ${title}`}>
          {map.flat().map((answer) => (
            <button
              type="button"
              key={answer.state}
              class={`class-${answer.class} ${sureness(answer)}`}
              aria-pressed={answer.segments === lit}
              aria-label={`${answer.segments || '–'}: ${answer.class}, ${percent(answer.probability)}`}
              onClick={() => changeValues('segments', { lit: answer.segments })}
            >
              {answer.class}
            </button>
          ))}
        </div>
      </div>
    </section>
  );
};
