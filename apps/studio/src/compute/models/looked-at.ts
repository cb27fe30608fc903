import { inputTensor } from '@interp/images';
import type { OpenedClassifier } from '@interp/open/page';
import type * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../batch-of.js';
import { inputPixels } from '../input-pixels.js';
import type { Rgba } from '../pictures.js';
import { greyRgba } from '../../parts/pictures/grey-rgba.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';
import { withAnyNetwork, type NamedClassifier, type OwnAsked } from './networks.js';
import { ownPicture } from './own-picture.js';
import { takesDigits } from './takes-digits.js';

/** What a network looks at. */
export interface LookedAt {
  /** The network. */
  readonly net: NamedClassifier;
  /** Its input, a batch of one; borrowed. */
  readonly x: tf.Tensor4D;
  /** The picture that the input was made of. */
  readonly given: Rgba;
  /** What a network of digits sees, 784 bytes; undefined where a network takes other pictures. */
  readonly pixels: Uint8Array | undefined;
}

/** What a network that is open looks at; undefined where nothing is drawn. The tensor belongs to the caller. */
export const lookedAt = async (
  net: NamedClassifier,
  input: Input,
  own: OwnAsked | undefined,
): Promise<LookedAt | undefined> => {
  if (takesDigits(net)) {
    const pixels = inputPixels(input);
    return pixels && { net, pixels, x: batchOf(pixels, net), given: greyRgba(pixels, 28) };
  }
  const given = await ownPicture(own?.picture ?? { kind: 'scene' }, input);
  // All networks but those that ship were opened from files, and know how they take pictures.
  return { net, given, pixels: undefined, x: inputTensor(net as OpenedClassifier, given) };
};

/** Does work with a network and what it looks at: what is drawn where it takes digits, else a picture. Gives undefined where nothing is drawn. */
export const withLookedAt = <T>(
  { input, network }: { readonly input: Input; readonly network: NetworkName },
  own: OwnAsked | undefined,
  work: (looked: LookedAt) => T | Promise<T>,
): Promise<T | undefined> =>
  withAnyNetwork(network, own, async (net) => {
    const looked = await lookedAt(net, input, own);
    if (!looked) return undefined;
    try {
      return await work(looked);
    } finally {
      looked.x.dispose();
    }
  });
