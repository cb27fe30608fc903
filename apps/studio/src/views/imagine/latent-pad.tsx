import { useRef } from 'preact/hooks';
import { ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useAnswer } from '../../compute/use-answer.js';
import { arrowStep } from '../../parts/arrow-step.js';
import { NumberControl } from '../../parts/controls.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { number } from '../../state/parameters.js';
import { changeValues, network, settings } from '../../state/store.js';
import { figure, percent } from '../../words/words.js';
import { imagineWords } from './imagine-words.js';
import { latentNumbers, latentText } from './latent-numbers.js';
import type { LatentRequest } from './latent-map.js';
import { mapSide } from './map-side.js';

const parameter = number(-3, 3, 0.05, 0);

/** How far an arrow key goes on the map, which is 2 wide. */
const keyStep = 0.05;

/** Which plane, and who reads what is on it. */
const planeOf = (): Pick<LatentRequest, 'network' | 'decoder' | 'seed'> => {
  const { decoder, seed } = settings.imagine.value;
  return { network: network.value, decoder, seed };
};

/** A plane through the codes of a generator: digits, what is read in them, and one place of it large; single numbers by sliders. */
export const LatentPad = () => {
  const { pad, set } = settings.imagine.value;
  const numbers = latentNumbers(set);
  const { value: map, error } = useAnswer(
    () => ({ ...planeOf(), own: ownKey() }),
    (studio, question) => studio.latentMap(question, ownAsked()),
  );
  const { value: point } = useAnswer(
    () => ({ ...planeOf(), pad: settings.imagine.value.pad, set: numbers, own: ownKey() }),
    (studio, question) => studio.latentPoint(question, ownAsked()),
  );
  const place = useRef<HTMLDivElement>(null);
  const { latent, latentHelp, place: placeWord, single, another } = imagineWords.value;
  const go = (x: number, y: number): void =>
    changeValues('imagine', { pad: [x, y].map((value) => Math.max(-1, Math.min(1, value))) });
  const press = (event: PointerEvent): void => {
    if (!place.current || event.buttons === 0) return;
    const { left, top, width, height } = place.current.getBoundingClientRect();
    go((2 * (event.clientX - left)) / width - 1, (2 * (event.clientY - top)) / height - 1);
  };
  const move = (event: KeyboardEvent): void => {
    const step = arrowStep(event.key);
    if (!step) return;
    event.preventDefault();
    go(pad[0] + keyStep * step[0], pad[1] + keyStep * step[1]);
  };
  return (
    <section class="latent">
      <h2>{latent}</h2>
      <p class="help">
        {latentHelp} {another}
      </p>
      {error !== undefined && <p class="note">{error}</p>}
      <div class="pair">
        <div
          ref={place}
          class="pad"
          role="application"
          aria-label={`${placeWord}: ${figure(pad[0], 2)}, ${figure(pad[1], 2)}`}
          tabIndex={0}
          onPointerDown={press}
          onPointerMove={press}
          onKeyDown={move}
        >
          <PictureCanvas picture={map?.picture} label={latent} className="mosaic" />
          <svg class="cross" viewBox="-1 -1 2 2" aria-hidden="true">
            {map?.classes.map((read, i) => (
              <rect
                key={i}
                class={`tint class-${read}`}
                x={(2 * (i % mapSide)) / mapSide - 1}
                y={(2 * Math.floor(i / mapSide)) / mapSide - 1}
                width={2 / mapSide}
                height={2 / mapSide}
              />
            ))}
            <circle cx={pad[0]} cy={pad[1]} r="0.07" />
          </svg>
        </div>
        {point && (
          <figure>
            <PictureCanvas picture={point.picture} label={point.name} />
            <figcaption>
              {point.name} · {percent(point.probability)}
            </figcaption>
          </figure>
        )}
      </div>
      {point && (
        <details>
          <summary>{single}</summary>
          <div class="settings">
            {point.code.map((value, i) => (
              <NumberControl
                key={i}
                label={`z${i}`}
                parameter={parameter}
                value={Number(value.toFixed(2))}
                onChange={(next) => changeValues('imagine', { set: latentText({ ...numbers, [i]: next }) })}
              />
            ))}
          </div>
        </details>
      )}
    </section>
  );
};
