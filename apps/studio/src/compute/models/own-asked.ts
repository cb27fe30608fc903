import type { OpenOptions } from '@interp/open/page';
import { network, settings } from '../../state/store.js';
import type { CodeInput } from '../../code/input-code.js';
import type { NetworkOf } from '../../code/network-code.js';
import type { NetworkName } from '../../state/studio-state.js';
import { inputsAmong, openOptionsIn, type ModelTexts } from './model-settings.js';
import type { Rgba } from '../pictures.js';
import type { OwnAsked } from './networks.js';
import { chosenPicture, modelFiles, pictureFiles } from './opened-files.js';

/** What the page says of the model of one's own. */
export const ownTexts = (): ModelTexts => {
  const { bounds, mean, std, size, fit, channels, returns, labels } = settings.model.value;
  return { bounds, mean, std, size, fit, channels, returns, labels };
};

/** The model of one's own with the picture that it looks at, to be sent with a question. */
export const ownAsked = (): OwnAsked => ({
  files: modelFiles.value,
  texts: ownTexts(),
  picture: { kind: settings.model.value.picture, file: pictureFiles.value?.files[chosenPicture.value]?.file },
});

/** What tells questions to one such model, of one picture, from those to another; nothing where a network that ships is asked. */
export const ownKey = (): unknown => {
  if (network.value !== 'own') return undefined;
  const { picture } = settings.model.value;
  const file = picture === 'files' ? [pictureFiles.value?.id, chosenPicture.value] : [];
  return [modelFiles.value?.id, ownTexts(), picture, file];
};

/** The options that the model of one's own is opened with: what the page says of it, and the file of tensors beside it. */
export const ownOptions = (): OpenOptions => ({
  ...openOptionsIn(ownTexts()),
  ...inputsAmong(modelFiles.value?.files.map(({ path }) => path) ?? []),
});

/** A network as programs and commands name it, that of one's own by its file and what the page says of it. */
export const networkOf = (name: NetworkName): NetworkOf =>
  name === 'own' ? { network: name, file: settings.model.value.file, settings: ownOptions() } : { network: name };

/** What a program knows the picture `given` by: the name of the file that was opened or can be downloaded, or where it was drawn its grey pixels. */
export const codePicture = (given: Rgba): string | Uint8Array => {
  const { picture } = settings.model.value;
  if (picture === 'input') return Uint8Array.from({ length: given.width * given.height }, (_, i) => given.data[4 * i]);
  const path = (picture === 'files' && pictureFiles.value?.files[chosenPicture.value]?.path) || 'picture.png';
  return path.replace(/^.*\//s, '');
};

/** What a program looks at: `pixels`, 784 bytes, where a network takes digits, or the picture `given`. */
export const codeInput = (pixels: Uint8Array | undefined, given: Rgba): CodeInput =>
  pixels ? { pixels } : { picture: codePicture(given) };
