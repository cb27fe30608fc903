import { state } from '../state/store.js';
import type { ModelTexts } from '../views/model/model-settings.js';
import type { OwnAsked } from './networks.js';
import { modelFiles } from './opened-files.js';

/** What the page says of the model of one's own. */
export const ownTexts = (): ModelTexts => {
  const { bounds, mean, std, size, fit, channels, returns, labels } = state.value.values.model;
  return { bounds, mean, std, size, fit, channels, returns, labels };
};

/** The model of one's own, to be sent with a question. */
export const ownAsked = (): OwnAsked => ({ files: modelFiles.value, texts: ownTexts() });

/** What tells questions to one such model from those to another; nothing where a network that ships is asked. */
export const ownKey = (): unknown => (state.value.network === 'own' ? [modelFiles.value?.id, ownTexts()] : undefined);
