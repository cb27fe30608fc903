import type { NetworkName } from '../../state/studio-state.js';
import { namesOf } from './class-names.js';
import { withAnyNetwork, type OwnAsked } from './networks.js';

/** What a network takes, and what its classes are called. */
export interface Reader {
  /** Height, width and channels of an input. */
  readonly inputShape: readonly number[];
  /** The names of its classes, or their numbers. */
  readonly classNames: readonly string[];
}

/** What the network of a name takes. */
export const readerOf = (name: NetworkName, own?: OwnAsked): Promise<Reader> =>
  withAnyNetwork(name, own, (net) => ({ inputShape: net.inputShape, classNames: namesOf(net) }));
