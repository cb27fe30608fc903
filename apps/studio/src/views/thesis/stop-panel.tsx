import { stop as stopNow } from '../../state/store.js';
import { openStop } from './open-stop.js';
import { stops } from './stops.js';
import { stopText, thesisWords } from './thesis-words.js';

/** Beside a view that a stop has set up: what it is about, and the ways on and back. */
export const StopPanel = () => {
  const stop = stopNow.value;
  const { stop: word, of, next, previous, leave, figure, tryIt, then, today } = thesisWords.value;
  return (
    <section class="panel stop" aria-label={`${word} ${stop} ${of} ${stops.length}`}>
      <h2>
        {word} {stop} {of} {stops.length}: {stopText('t', stop)}
      </h2>
      <p>{stopText('a', stop)}</p>
      <dl>
        <dt>{tryIt}</dt>
        <dd>{stopText('y', stop)}</dd>
        <dt>{then}</dt>
        <dd>
          {stopText('b', stop)} ({figure} {stops[stop - 1].figure})
        </dd>
        <dt>{today}</dt>
        <dd>{stopText('c', stop)}</dd>
      </dl>
      <div class="row">
        <button type="button" disabled={stop === 1} onClick={() => openStop(stop - 1)}>
          {previous}
        </button>
        <button type="button" disabled={stop === stops.length} onClick={() => openStop(stop + 1)}>
          {next}
        </button>
        <button type="button" onClick={() => openStop(0)}>
          {leave}
        </button>
      </div>
    </section>
  );
};
