import { classifier, type Classifier } from '@interp/core';
import { pretrained, type PretrainedName } from '@interp/pretrained';
import type { NetworkName } from '../../state/studio-state.js';
import type { ModelTexts } from '../../views/model/model-settings.js';
import { once } from '../once.js';
import { withOwnClassifier, type ModelFiles } from './own-model.js';

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
}

/** A network, and the names of its classes where it has any. */
export type NamedClassifier = Classifier & { readonly labels?: readonly string[] };

/** Does work with the network of a name, that of one's own where it takes digits: inputs of 28 by 28 grey pixels. */
export const withNetwork = async <T>(
  name: NetworkName,
  own: OwnAsked | undefined,
  work: (net: NamedClassifier) => T | Promise<T>,
): Promise<T> => {
  if (name !== 'own') return work(await network(name));
  if (!own) throw new Error('no model is open; open its files under “Your model”');
  return withOwnClassifier(own.files, own.texts, (net) => {
    if (String(net.inputShape) === '28,28,1') return work(net);
    throw new Error(
      `your model takes inputs of ${net.inputShape.join(' × ')}; expected 28 × 28 × 1 here; look at it under “Your model”`,
    );
  });
};
