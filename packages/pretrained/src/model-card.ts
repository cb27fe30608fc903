import { lenetReluCard } from './cards/lenet-relu.js';
import { lenetRobustCard } from './cards/lenet-robust.js';
import { lenetCard } from './cards/lenet.js';
import { findCard, type ModelCard } from './card.js';

/**
 * What ships: `lenet`, the thesis' network; `lenet-relu`, trained apart from it with ReLU: a judge of what the first is made to see;
 * `lenet-robust`, the first one's twin, trained against attacks.
 */
export type PretrainedName = 'lenet' | 'lenet-relu' | 'lenet-robust';

const cards: Readonly<Record<PretrainedName, ModelCard>> = {
  lenet: lenetCard,
  'lenet-relu': lenetReluCard,
  'lenet-robust': lenetRobustCard,
};

/** The names of all networks that ship. */
export const pretrainedNames = Object.keys(cards) as readonly PretrainedName[];

/**
 * What a network that ships is: what it was trained on and how, its accuracy, and its files.
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
