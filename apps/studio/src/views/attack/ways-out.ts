import { attack, deepFool, linf, type AttackedImage } from '@interp/adversarial';
import * as tf from '@tensorflow/tfjs-core';
import { withLookedAt, type LookedAt } from '../../compute/models/looked-at.js';
import type { OwnAsked } from '../../compute/models/networks.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';

/** The norms in which a way is measured. */
const methods = { l2: () => deepFool(), linf: () => deepFool({ norm: linf }) } as const;

/** A way to another class: the class on the other side, by name, and how far it is. */
interface Way {
  readonly class: string;
  readonly length: number;
}

/** How far an image is from being misread by a network. */
export interface WayOut {
  /** The network. */
  readonly network: NetworkName;
  /** The name of the class that is read. */
  readonly class: string;
  /** The shortest ways that were found, by norm. */
  readonly ways: Readonly<Record<keyof typeof methods, Way | undefined>>;
}

const waysOf = async ({ net, x }: LookedAt): Promise<Pick<WayOut, 'class' | 'ways'>> => {
  const named = (of: number): string => net.labels?.[of] ?? String(of);
  const way = async (norm: keyof typeof methods): Promise<AttackedImage> => {
    const result = await attack(net, x, methods[norm]());
    tf.dispose([result.adversarial, result.perturbation]);
    return result.items[0];
  };
  const items = { l2: await way('l2'), linf: await way('linf') };
  const end = (norm: keyof typeof methods): Way | undefined =>
    items[norm].outcome === 'succeeded'
      ? { class: named(items[norm].after.class), length: items[norm][norm] }
      : undefined;
  return { class: named(items.l2.before.class), ways: { l2: end('l2'), linf: end('linf') } };
};

/** The shortest ways out of the class that is read, by DeepFool, network by network. */
export const waysOut = async (
  input: Input,
  networks: readonly NetworkName[],
  own?: OwnAsked,
): Promise<readonly WayOut[]> => {
  const found: WayOut[] = [];
  for (const network of networks) {
    const ways = await withLookedAt({ input, network }, own, waysOf);
    if (ways) found.push({ network, ...ways });
  }
  return found;
};
