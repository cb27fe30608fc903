import { changeValues, settings } from '../../state/store.js';
import { letters } from './segments-parameters.js';
import { segmentsWords } from './segments-words.js';

/** The segments of the ten digits. */
const digits = ['abcdef', 'bc', 'abdeg', 'abcdg', 'bcfg', 'acdfg', 'acdefg', 'abc', 'abcdefg', 'abcdfg'];

const light = (lit: string): void => changeValues('segments', { lit: Array.from(lit).sort().join('') });

/** The display as seven buttons, and the ten digits. */
export const SegmentDisplay = () => {
  const { lit } = settings.segments.value;
  const { display, displayHelp, segment, digit } = segmentsWords.value;
  return (
    <>
      <h2>{display}</h2>
      <div class="display" role="group" aria-label={display}>
        {letters.map((letter) => (
          <button
            type="button"
            key={letter}
            class={`segment segment-${letter}`}
            aria-label={`${segment} ${letter}`}
            aria-pressed={lit.includes(letter)}
            onClick={() => light(lit.includes(letter) ? lit.replace(letter, '') : lit + letter)}
          >
            {letter}
          </button>
        ))}
      </div>
      <div class="samples">
        {digits.map((segments, i) => (
          <button
            type="button"
            key={segments}
            aria-label={`${digit} ${i}`}
            aria-pressed={lit === segments}
            onClick={() => light(segments)}
          >
            {i}
          </button>
        ))}
      </div>
      <p class="help">{displayHelp}</p>
    </>
  );
};
