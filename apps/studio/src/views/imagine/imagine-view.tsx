import { codeInput, networkOf } from '../../compute/models/own-asked.js';
import { useReader } from '../../compute/models/use-reader.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { greyRgba, pixelsRgba } from '../../parts/pictures/grey-rgba.js';
import { InputPanel } from '../../parts/input-panel.js';
import { Status } from '../../parts/status.js';
import { input, network, settings } from '../../state/store.js';
import { percent, words } from '../../words/words.js';
import { PicturePanel } from '../model/picture-panel.js';
import { ascentValues, beginsAtInput } from './ascent-values.js';
import { FramePlayer } from './frame-player.js';
import { imagineCode, imagineCommand } from './imagine-code.js';
import { ImagineDownloads } from './imagine-downloads.js';
import { ImagineSettings } from './imagine-settings.js';
import { imagineWords } from './imagine-words.js';
import type { Imagination } from './imagine.js';
import { LatentPad } from './latent-pad.js';
import { useAscent, type Ascent } from './use-ascent.js';

/** The class and how sure the network is of it; of several the least sure. */
const foundText = ({ found, classNames }: Imagination): string => {
  const least = Math.min(...found.map(({ probability }) => probability));
  return `${found.map((one) => classNames[one.class]).join(' ')} · ${found.length > 1 ? '≥ ' : ''}${percent(least)}`;
};

const statusText = ({ value, forming, going }: Ascent): string => {
  if (value) return foundText(value);
  return going === 'held' && forming
    ? `${imagineWords.value.held} ${forming.records.length - 1}`
    : words.value.computing;
};

/** What an ascent that begins at an input begins at: for networks of digits what they see of it, 784 bytes. */
const useStart = (isFromInput: boolean, isOfDigits: boolean): Uint8Array | undefined => {
  const { value } = useAnswer(
    () => (isFromInput && isOfDigits ? input.value : null),
    async (studio, given) => (given === null ? undefined : studio.seenPixels(given)),
  );
  return value;
};

interface StartProps {
  readonly ascent: Ascent;
  readonly pixels: Uint8Array | undefined;
  readonly isOfDigits: boolean;
}

/** Where it begins. */
const Start = ({ ascent, pixels, isOfDigits }: StartProps) => {
  if (isOfDigits) return <InputPanel seen={pixels && greyRgba(pixels, 28)} />;
  const { forming, value } = ascent;
  const first = forming && pixelsRgba(forming.frames[0], forming.width, forming.channels);
  return <PicturePanel seen={first ?? value?.given} />;
};

/** What the network takes for perfect. */
export const ImagineView = () => {
  const reader = useReader();
  const values = ascentValues(settings.imagine.value);
  const isFromInput = beginsAtInput(values);
  const ascent = useAscent();
  const pixels = useStart(isFromInput, reader.isOfDigits);
  const { value, forming, asked, error } = ascent;
  const { imagine, ofClass, help, onlyDigits } = imagineWords.value;
  const given = value?.given ?? (pixels && greyRgba(pixels, 28));
  const of = {
    ...networkOf(network.value),
    ...{ values, classes: reader.classNames.length },
    given: isFromInput && given ? codeInput(reader.isOfDigits ? pixels : undefined, given) : undefined,
  };
  return (
    <div class="view imagine">
      {isFromInput && <Start ascent={ascent} pixels={pixels} isOfDigits={reader.isOfDigits} />}
      <section class={isFromInput ? 'panel wide' : 'panel full'}>
        <h2>{reader.isOfDigits ? imagine : ofClass}</h2>
        <p class="help">{help}</p>
        <ImagineSettings reader={reader} />
        <Status text={statusText(ascent)} error={error} />
        {forming && error === undefined && <FramePlayer key={forming.id} ascent={ascent} forming={forming} />}
        {value && <ImagineDownloads value={value} asked={asked} />}
      </section>
      <section class="panel full">{reader.isOfDigits ? <LatentPad /> : <p class="help">{onlyDigits}</p>}</section>
      <CodePanel code={imagineCode(of)} command={imagineCommand(of)} />
    </div>
  );
};
