import { classifier, type Classifier } from '@interp/core';
import type { Preprocessing } from '@interp/images';
import { pretrained, type PretrainedName } from '@interp/pretrained';
import type { NetworkName } from '../../state/studio-state.js';
import { once } from '../once.js';
import type { ModelTexts } from './model-settings.js';
import { withOwnClassifier, type ModelFiles } from './own-model.js';
import type { OwnPicture } from './own-picture.js';
import { takesDigits } from './takes-digits.js';

const networks = new Map<PretrainedName, Promise<Classifier>>();

/** A network that ships, loaded once. */
export const network = (name: PretrainedName): Promise<Classifier> =>
  once(networks, name, async () => classifier(await pretrained(name)));

/** The model of one's own that is meant: its files, and what is said of it. */
export interface OwnAsked {
  /** Its files; undefined where none are open. */
  readonly files: ModelFiles | undefined;
  /** What is said of it on the page. */
  readonly texts: ModelTexts;
  /** The picture that it looks at where it takes others than digits; a scene where none is said. */
  readonly picture?: OwnPicture;
}

/** A network as views have it. One that ships has neither of these: its classes are called by their numbers, and it takes digits. */
export type NamedClassifier = Classifier & {
  /** The names of its classes, in their order. */
  readonly labels?: readonly string[];
  /** How pictures become its inputs; known of every network that was opened from files. */
  readonly preprocessing?: Preprocessing;
};

/** Does work with the network of a name, whatever inputs it takes. */
export const withAnyNetwork = async <T>(
  name: NetworkName,
  own: OwnAsked | undefined,
  work: (net: NamedClassifier) => T | Promise<T>,
): Promise<T> => {
  if (name !== 'own') return work(await network(name));
  if (!own) throw new Error('no model is open; open its files under “Your model”');
  return withOwnClassifier(own.files, own.texts, work);
};

/** The same with a network that takes digits; another is refused in a sentence. */
export const withNetwork: typeof withAnyNetwork = (name, own, work) =>
  withAnyNetwork(name, own, (net) => {
    if (takesDigits(net)) return work(net);
    throw new Error(
      `your model takes inputs of ${net.inputShape.join(' × ')}; expected 28 × 28 × 1 here; look at it under “Your model”`,
    );
  });
