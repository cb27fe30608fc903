import { openStop } from './open-stop.js';
import { stops } from './stops.js';
import { stopText, thesisWords } from './thesis-words.js';

/** The path through the thesis: all its stops. */
export const ThesisView = () => {
  const { path, about, begin, figure } = thesisWords.value;
  return (
    <div class="view thesis">
      <section class="panel full">
        <h2>{path}</h2>
        <p role="status">{about}</p>
        <button type="button" onClick={() => openStop(1)}>
          {begin}
        </button>
        <ol class="path">
          {stops.map(({ figure: number, address }, i) => (
            <li key={address}>
              <button type="button" onClick={() => openStop(i + 1)}>
                {stopText('t', i + 1)}
              </button>
              <p class="help">
                {figure} {number}. {stopText('a', i + 1)}
              </p>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
};
