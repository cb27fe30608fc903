import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DownloadButton } from '../../parts/download-button.js';
import { pngOf } from '../../parts/rgba-canvas.js';
import { greyRgba } from '../../parts/grey-rgba.js';
import { InputPanel } from '../../parts/input-panel.js';
import { state } from '../../state/store.js';
import { shippedNetwork } from '../../state/studio-state.js';
import { percent, words } from '../../words/words.js';
import { ascentValues } from './ascent-values.js';
import { FramePlayer } from './frame-player.js';
import { imagineCode, imagineCommand } from './imagine-code.js';
import { ImagineSettings } from './imagine-settings.js';
import { imagineWords } from './imagine-words.js';
import type { Imagined } from './imagine.js';
import { LatentPad } from './latent-pad.js';

/** The class and how sure the network is of it; of several the least sure. */
const statusText = (found: readonly Imagined[]): string => {
  const least = Math.min(...found.map(({ probability }) => probability));
  return `${found.map((one) => one.class).join(' ')} · ${found.length > 1 ? '≥ ' : ''}${percent(least)}`;
};

/** What the network takes for perfect. */
export const ImagineView = () => {
  const { input, network, values: all } = state.value;
  const values = ascentValues(all.imagine);
  const shipped = shippedNetwork(network);
  const isFromInput = values.start === 'input' && values.method !== 'decoder';
  const request = {
    ...(isFromInput ? { input } : { input: { kind: 'sample', digit: 0 } as const }),
    network: shipped,
    values,
  };
  const { value: found, error, isBusy } = useAnswer(request, (studio, question) => studio.imagine(question));
  const { value: start } = useAnswer(isFromInput ? input : null, async (studio, question) =>
    question === null ? undefined : studio.seenPixels(question),
  );
  const { computing, failed } = words.value;
  const { imagine, help } = imagineWords.value;
  const of = { network: shipped, values, pixels: isFromInput ? start : undefined };
  return (
    <div class="view imagine">
      {isFromInput && <InputPanel seen={start && greyRgba(start, 28)} />}
      <section class={isFromInput ? 'panel wide' : 'panel full'}>
        <h2>{imagine}</h2>
        <p class="help">{help}</p>
        <ImagineSettings />
        <p role="status" class="answer">
          {error !== undefined ? `${failed} ${error}` : found && !isBusy ? statusText(found) : computing}
        </p>
        {found && <FramePlayer found={found} />}
        {found && (
          <div class="row">
            <DownloadButton
              name="prototype.png"
              type="image/png"
              make={() =>
                pngOf(greyRgba(Uint8Array.from(found.flatMap(({ frames }) => [...frames[frames.length - 1]])), 28))
              }
            />
            <DownloadButton
              name="prototypes.json"
              type="application/json"
              make={() =>
                JSON.stringify({
                  ...request,
                  prototypes: found.map(({ frames, ...rest }) => ({ ...rest, pixels: [...frames[frames.length - 1]] })),
                })
              }
            />
          </div>
        )}
      </section>
      <section class="panel full">
        <LatentPad network={shipped} />
      </section>
      <CodePanel code={imagineCode(of)} command={imagineCommand(of)} />
    </div>
  );
};
