import { network } from '../../state/store.js';
import { useAnswer } from '../use-answer.js';
import { modelFiles } from './opened-files.js';
import { ownAsked, ownTexts } from './own-asked.js';
import type { Reader } from './reader.js';

/** What the networks that ship take. */
const digits: Reader = { inputShape: [28, 28, 1], classNames: Array.from({ length: 10 }, (_, i) => String(i)) };

/** What the network that is looked at takes; of one's own, what those that ship do until it is known. */
export const useReader = (): Reader & { readonly isOfDigits: boolean } => {
  const { value } = useAnswer(
    () => (network.value === 'own' && modelFiles.value ? [modelFiles.value.id, ownTexts()] : null),
    async (studio, question) => (question === null ? undefined : studio.readerOf('own', ownAsked())),
  );
  const reader = (network.value === 'own' && value) || digits;
  return { ...reader, isOfDigits: String(reader.inputShape) === String(digits.inputShape) };
};
