import { network } from '../../state/store.js';
import { useAnswer } from '../use-answer.js';
import { namesOf } from './class-names.js';
import { modelFiles } from './opened-files.js';
import { ownAsked, ownTexts } from './own-asked.js';
import type { Reader } from './reader.js';
import { takesDigits } from './takes-digits.js';

/** What the networks that ship take. */
const digits: Reader = { inputShape: [28, 28, 1], classNames: namesOf({ classes: 10 }) };

/** What the network that is looked at takes; of one's own, what those that ship do until it is known. */
export const useReader = (): Reader & { readonly isOfDigits: boolean } => {
  const { value } = useAnswer(
    () => (network.value === 'own' && modelFiles.value ? [modelFiles.value.id, ownTexts()] : null),
    async (studio, question) => (question === null ? undefined : studio.readerOf('own', ownAsked())),
  );
  const reader = (network.value === 'own' && value) || digits;
  return { ...reader, isOfDigits: takesDigits(reader) };
};
