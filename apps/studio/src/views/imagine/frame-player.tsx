import { useEffect, useState } from 'preact/hooks';
import { greyRgba } from '../../parts/grey-rgba.js';
import { PictureCanvas } from '../../parts/picture-canvas.js';
import { changeValues, settings } from '../../state/store.js';
import { percent } from '../../words/words.js';
import { AscentChart } from './ascent-chart.js';
import type { Imagined } from './imagine.js';
import { imagineWords } from './imagine-words.js';

/** Steps a second while it plays. */
const rate = 30;

const movesLittle = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What the network apart reads; of many, only where it reads another class. */
const judgedText = ({ class: wanted, judged }: Imagined, isOneOfMany: boolean): string =>
  isOneOfMany && judged.class === wanted
    ? ''
    : ` · ${imagineWords.value.judge} ${judged.class}, ${percent(judged.probability)}`;

/** Prototypes as they form: played, paused, step by step, or at any step of the chart. */
export const FramePlayer = ({ found }: { readonly found: readonly Imagined[] }) => {
  const last = Math.max(...found.map(({ frames }) => frames.length)) - 1;
  const { frame: chosen } = settings.imagine.value;
  const [playing, setPlaying] = useState<number | undefined>(undefined);
  const frame = playing ?? (chosen < 0 ? last : Math.min(chosen, last));
  const { play, pause, step, frame: frameWord } = imagineWords.value;
  const show = (next: number): void => {
    setPlaying(undefined);
    changeValues('imagine', { frame: next >= last ? -1 : next });
  };
  useEffect(() => {
    if (chosen < 0 && last > 0 && !movesLittle()) setPlaying(0);
  }, [found]);
  useEffect(() => {
    if (playing === undefined) return undefined;
    const timer = setTimeout(() => setPlaying(playing >= last ? undefined : playing + 1), 1000 / rate);
    return () => clearTimeout(timer);
  }, [playing, last]);
  const isPlaying = playing !== undefined;
  return (
    <div class={found.length > 1 ? '' : 'forming'}>
      <div class={found.length > 1 ? 'maps many' : 'maps'}>
        {found.map((one) => {
          const at = Math.min(frame, one.frames.length - 1);
          const { probability } = one.history[Math.min(at, one.history.length - 1)];
          const text = `${one.class} · ${percent(at === one.frames.length - 1 ? one.probability : probability)}`;
          return (
            <figure key={one.class}>
              <PictureCanvas picture={greyRgba(one.frames[at], 28)} label={text} />
              <figcaption>
                {text}
                {at === one.frames.length - 1 && judgedText(one, found.length > 1)}
              </figcaption>
            </figure>
          );
        })}
      </div>
      {last > 0 && (
        <div class="row">
          <button type="button" onClick={() => (isPlaying ? show(frame) : setPlaying(frame >= last ? 0 : frame))}>
            {isPlaying ? pause : play}
          </button>
          <button type="button" onClick={() => show(frame >= last ? 0 : frame + 1)}>
            {step}
          </button>
          <label class="control scrubber">
            <span>
              {frameWord} <span class="value">{frame}</span> / {last}
            </span>
            <input
              type="range"
              min={0}
              max={last}
              value={frame}
              onInput={(event) => show(event.currentTarget.valueAsNumber)}
            />
          </label>
        </div>
      )}
      {found.length === 1 && found[0].history.length > 1 && (
        <AscentChart history={found[0].history} frame={Math.min(frame, found[0].history.length - 1)} onFrame={show} />
      )}
    </div>
  );
};
