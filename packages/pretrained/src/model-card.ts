import { lenetReluCard } from './cards/lenet-relu.js';
import { lenetRobustCard } from './cards/lenet-robust.js';
import { lenetThesisCard } from './cards/lenet-thesis.js';
import { lenetCard } from './cards/lenet.js';
import { findCard, type ModelCard } from './card.js';

/**
 * The shipped networks: `lenet`, the thesis' network trained as well as it can be; `lenet-thesis`, trained as the thesis tells it; `lenet-relu`, with
 * ReLU, trained independently as a judge of prototypes of the first; `lenet-robust`, the first network trained against attacks.
 */
export type PretrainedName = 'lenet' | 'lenet-thesis' | 'lenet-relu' | 'lenet-robust';

const cards: Readonly<Record<PretrainedName, ModelCard>> = {
  lenet: lenetCard,
  'lenet-thesis': lenetThesisCard,
  'lenet-relu': lenetReluCard,
  'lenet-robust': lenetRobustCard,
};

/** The names of all networks that ship. */
export const pretrainedNames = Object.keys(cards) as readonly PretrainedName[];

/**
 * The model card of a shipped network: training, accuracy and files.
 *
 * @param name - one of {@link pretrainedNames}
 * @returns the card
 * @throws InterpError `not-found` for another name
 *
 * @example
 * ```ts
 * import { modelCard } from '@interp/pretrained';
 *
 * const { accuracy, perClass, command } = modelCard('lenet');
 * console.log(accuracy, Math.min(...perClass), command);
 * ```
 */
export const modelCard = (name: PretrainedName): ModelCard => findCard(cards, name, 'network');
