import { networkOf, ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DownloadButton } from '../../parts/download-button.js';
import { PictureDownloads } from '../../parts/picture-downloads.js';
import { greyRgba } from '../../parts/grey-rgba.js';
import { ofDigit, svgOf } from '../../parts/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import { Status } from '../../parts/status.js';
import { InputPanel } from '../../parts/input-panel.js';
import { input, network, settings } from '../../state/store.js';
import { percent, words } from '../../words/words.js';
import { ascentValues, type AscentValues } from './ascent-values.js';
import { FramePlayer } from './frame-player.js';
import { imagineCode, imagineCommand } from './imagine-code.js';
import { ImagineSettings } from './imagine-settings.js';
import { imagineWords } from './imagine-words.js';
import type { Imagined, ImagineRequest } from './imagine.js';
import { LatentPad } from './latent-pad.js';

/** The class and how sure the network is of it; of several the least sure. */
const statusText = (found: readonly Imagined[]): string => {
  const least = Math.min(...found.map(({ probability }) => probability));
  return `${found.map((one) => one.class).join(' ')} · ${found.length > 1 ? '≥ ' : ''}${percent(least)}`;
};

/** The kept image as grey bytes. */
const keptGrey = ({ frames }: Pick<Imagined, 'frames'>): Uint8Array => frames[frames.length - 1];

/** The kept images, one after the other. */
const imagesIn = (found: readonly Imagined[]): readonly number[] => found.flatMap(({ image }) => [...image]);

/** Whether the ascent that settings say begins at what is drawn. */
const beginsAtInput = ({ start, method }: AscentValues): boolean => start === 'input' && method !== 'decoder';

const question = (): ImagineRequest => {
  const values = ascentValues(settings.imagine.value);
  const start = beginsAtInput(values) ? input.value : ({ kind: 'sample', digit: 0 } as const);
  return { input: start, network: network.value, values };
};

/** What the network takes for perfect. */
export const ImagineView = () => {
  const isFromInput = beginsAtInput(ascentValues(settings.imagine.value));
  const {
    value: found,
    asked,
    error,
    isBusy,
  } = useAnswer(
    () => ({ ...question(), own: ownKey() }),
    (studio, given) => studio.imagine(given, ownAsked()),
  );
  const { value: start } = useAnswer(
    () => (isFromInput ? input.value : null),
    async (studio, given) => (given === null ? undefined : studio.seenPixels(given)),
  );
  const { computing } = words.value;
  const { imagine, help } = imagineWords.value;
  const of = { ...networkOf(network.value), values: question().values, pixels: isFromInput ? start : undefined };
  return (
    <div class="view imagine">
      {isFromInput && <InputPanel seen={start && greyRgba(start, 28)} />}
      <section class={isFromInput ? 'panel wide' : 'panel full'}>
        <h2>{imagine}</h2>
        <p class="help">{help}</p>
        <ImagineSettings />
        <Status text={found && !isBusy ? statusText(found) : computing} error={error} />
        {found && <FramePlayer found={found} />}
        {found && (
          <div class="row">
            <PictureDownloads
              name="prototype"
              picture={greyRgba(Uint8Array.from(found.flatMap((one) => [...keptGrey(one)])), 28)}
              svg={() => svgOf(...found.map((one) => ofDigit(greyRgba(keptGrey(one), 28))))}
            />
            <DownloadButton
              name="prototypes.safetensors"
              type=""
              make={() => tensorsFile({ prototypes: { shape: [found.length, 28, 28, 1], data: imagesIn(found) } })}
            />
            <DownloadButton
              name="prototypes.json"
              type="application/json"
              make={() =>
                JSON.stringify({
                  ...{ ...asked, own: undefined },
                  prototypes: found.map(({ frames, ...rest }) => ({
                    ...{ ...rest, image: undefined },
                    pixels: [...keptGrey({ frames })],
                  })),
                })
              }
            />
          </div>
        )}
      </section>
      <section class="panel full">
        <LatentPad />
      </section>
      <CodePanel code={imagineCode(of)} command={imagineCommand(of)} />
    </div>
  );
};
