import { network, settings } from '../../state/store.js';
import type { CodeInput } from '../../code/input-code.js';
import type { NetworkOf } from '../../code/network-code.js';
import type { NetworkName } from '../../state/studio-state.js';
import { inputsAmong, openOptionsIn, type ModelTexts } from '../../views/model/model-settings.js';
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

/** A network as programs and commands name it, that of one's own by its file and what the page says of it. */
export const networkOf = (name: NetworkName): NetworkOf =>
  name === 'own'
    ? {
        network: name,
        file: settings.model.value.file,
        settings: {
          ...openOptionsIn(ownTexts()),
          ...inputsAmong(modelFiles.value?.files.map(({ path }) => path) ?? []),
        },
      }
    : { network: name };

/** What a program looks at where a network sees `pixels`, 784 bytes, or where it takes others the picture `given`: the file that was opened, the one that can be downloaded, or what is drawn. */
export const codeInput = (pixels: Uint8Array | undefined, given: Rgba): CodeInput => {
  if (pixels) return { pixels };
  const { picture } = settings.model.value;
  if (picture === 'input')
    return { picture: Uint8Array.from({ length: given.width * given.height }, (_, i) => given.data[4 * i]) };
  const path = (picture === 'files' && pictureFiles.value?.files[chosenPicture.value]?.path) || 'picture.png';
  return { picture: path.replace(/^.*\//s, '') };
};
