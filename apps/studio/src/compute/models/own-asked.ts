import { network, settings } from '../../state/store.js';
import type { NetworkOf } from '../../code/network-code.js';
import type { NetworkName } from '../../state/studio-state.js';
import { openOptionsIn, type ModelTexts } from '../../views/model/model-settings.js';
import type { OwnAsked } from './networks.js';
import { modelFiles } from './opened-files.js';

/** What the page says of the model of one's own. */
export const ownTexts = (): ModelTexts => {
  const { bounds, mean, std, size, fit, channels, returns, labels } = settings.model.value;
  return { bounds, mean, std, size, fit, channels, returns, labels };
};

/** The model of one's own, to be sent with a question. */
export const ownAsked = (): OwnAsked => ({ files: modelFiles.value, texts: ownTexts() });

/** What tells questions to one such model from those to another; nothing where a network that ships is asked. */
export const ownKey = (): unknown => (network.value === 'own' ? [modelFiles.value?.id, ownTexts()] : undefined);

/** A network as programs and commands name it, that of one's own by its file and what the page says of it. */
export const networkOf = (name: NetworkName): NetworkOf =>
  name === 'own'
    ? { network: name, file: settings.model.value.file, settings: openOptionsIn(ownTexts()) }
    : { network: name };
