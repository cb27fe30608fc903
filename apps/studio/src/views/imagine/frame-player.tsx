import { useEffect, useState } from 'preact/hooks';
import type { PictureShape } from '../../compute/network-pictures.js';
import { pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { changeValues, settings } from '../../state/store.js';
import { percent } from '../../words/words.js';
import { AscentChart } from './ascent-chart.js';
import { frameAt, type Forming } from './forming.js';
import type { Imagination, Imagined } from './imagine.js';
import { imagineWords } from './imagine-words.js';
import type { Ascent } from './use-ascent.js';

/** The share of the steps that it is behind, which playing goes on by with a frame of the page: what forms fast is still seen, and what is slow is seen at once. */
const pace = 1 / 20;

const movesLittle = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What the network apart reads; of many, only where it reads another class. */
const judgedText = ({ class: wanted, judged }: Imagined, isOneOfMany: boolean): string =>
  !judged || (isOneOfMany && judged.class === wanted)
    ? ''
    : ` · ${imagineWords.value.judge} ${judged.class}, ${percent(judged.probability)}`;

/** How a picture is shown: the pixels of a small one stay sharp. */
const sharpness = ({ width }: PictureShape): string => (width > 100 ? 'picture photo' : 'picture');

/** The images at a step; `kept` are those that came of it, shown after the last step. */
const Frames = ({
  forming,
  step,
  kept,
}: {
  readonly forming: Forming;
  readonly step: number;
  readonly kept: Imagination['found'] | undefined;
}) => {
  const { classes, classNames, width, channels, records } = forming;
  const isMany = classes.length > 1;
  return (
    <div class={isMany ? 'maps many' : 'maps'}>
      {classes.map((wanted, i) => {
        const one = step >= records.length ? kept?.[i] : undefined;
        const { probability } = one ?? records[Math.min(step, records.length - 1)][i];
        const text = `${classNames[wanted].slice(0, 40)} · ${percent(probability)}`;
        return (
          <figure key={wanted}>
            <PictureCanvas
              picture={pixelsRgba(one?.pixels ?? frameAt(forming, step, i), width, channels)}
              label={text}
              className={sharpness(forming)}
            />
            <figcaption>
              {text}
              {one && judgedText(one, isMany)}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
};

/** Which step is shown: the one that is chosen, or where playing has come to in what there is so far. */
const usePlaying = (last: number, isEnded: boolean) => {
  const { frame: chosen } = settings.imagine.value;
  const [at, setAt] = useState(0);
  const isAtEnd = at >= last;
  useEffect(() => {
    if (chosen >= 0 || isAtEnd) return undefined;
    if (movesLittle()) {
      if (isEnded) setAt(last);
      return undefined;
    }
    const frame = requestAnimationFrame(() => setAt(Math.min(last, at + Math.ceil(pace * (last - at)))));
    return () => cancelAnimationFrame(frame);
  }, [chosen, at, last, isAtEnd, isEnded]);
  return { step: Math.min(chosen < 0 ? at : chosen, last), isPlaying: chosen < 0 && !isAtEnd, playFrom: setAt };
};

interface FramePlayerProps {
  readonly ascent: Ascent;
  readonly forming: Forming;
}

/** Prototypes as they form: followed, held, step by step, or at any step that there is so far. */
export const FramePlayer = ({ ascent: { going, steer, value }, forming }: FramePlayerProps) => {
  const { records, classes } = forming;
  const isEnded = value !== undefined;
  const last = records.length - (isEnded ? 0 : 1);
  const { step: shown, isPlaying, playFrom } = usePlaying(last, isEnded);
  const { play, pause, step, frame: frameWord } = imagineWords.value;
  /** Shows a step; the last one of an ascent that has ended as what playing has come to. */
  const show = (next: number): void => {
    const isLast = isEnded && next >= last;
    if (isLast) playFrom(last);
    changeValues('imagine', { frame: isLast ? -1 : next });
  };
  const isMoving = going === 'on' || isPlaying;
  const toggle = (): void => {
    if (isMoving) {
      steer('hold');
      show(shown);
    } else {
      steer('go');
      playFrom(isEnded && shown >= last ? 0 : shown);
      changeValues('imagine', { frame: -1 });
    }
  };
  const oneStep = (): void => {
    if (going !== 'ended') steer(shown < last ? 'hold' : 'step');
    if (going === 'ended' && shown >= last) return show(0);
    show(shown + 1);
  };
  return (
    <div class={classes.length > 1 ? '' : 'forming'}>
      <Frames forming={forming} step={shown} kept={value?.found} />
      <div class="row">
        <button type="button" onClick={toggle}>
          {isMoving ? pause : play}
        </button>
        <button type="button" onClick={oneStep}>
          {step}
        </button>
        <label class="control scrubber">
          <span>
            {frameWord} <span class="value">{shown}</span> / {last}
          </span>
          <input
            type="range"
            min={0}
            max={last}
            value={shown}
            onInput={({ currentTarget }) => show(currentTarget.valueAsNumber)}
          />
        </label>
      </div>
      {classes.length === 1 && (
        <AscentChart history={records} frame={Math.min(shown, records.length - 1)} onFrame={show} />
      )}
    </div>
  );
};
