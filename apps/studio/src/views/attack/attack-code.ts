import type { AttackMethodOptions } from '@interp/adversarial';
import { base64, literal } from '../../code/literal.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';

/** What was attacked, and how. */
export interface AttackedOf {
  /** What was looked at. */
  readonly input: Input;
  /** What the network saw of it, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The network. */
  readonly network: NetworkName;
  /** The attack and its options. */
  readonly options: AttackMethodOptions;
  /** The class that was wanted; undefined for any other. */
  readonly target: number | undefined;
  /** The seed of what is random. */
  readonly seed: number;
}

/** A program that computes an attack in Node.js. */
export const attackCode = ({ pixels, network, options, target, seed }: AttackedOf): string => {
  const criterion = target === undefined ? 'misclassified()' : `targeted(${target})`;
  return `import { attack, attackMethodOf, ${criterion.replace(/\(.*/, '')} } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('wasm');
const net = classifier(await pretrained('${network}'));
// What the network sees: 28 × 28 grey values.
const pixels = Uint8Array.from(atob('${base64(pixels)}'), (one) => one.charCodeAt(0));
const [low, high] = net.bounds;
const x = tf.tensor4d(Float32Array.from(pixels, (grey) => low + ((high - low) * grey) / 255), [1, 28, 28, 1]);

const method = attackMethodOf(${literal(options)});
const { items, adversarial, perturbation } = await attack(net, x, method, { criterion: ${criterion}, seed: ${seed} });
const [{ before, after, outcome, l2, linf }] = items;
console.log(JSON.stringify({ before: before.class, after: after.class, outcome, l2, linf }));
tf.dispose([x, adversarial, perturbation]);
`;
};

/** The command that computes an attack; where the input is no sample, of the picture that can be downloaded. */
export const attackCommand = ({ input, network, options, target, seed }: AttackedOf): string => {
  const of = input.kind === 'sample' ? `sample:${input.digit}` : 'digit.png --prepare fit';
  const flags = Object.entries(options).map(([name, value]) => `--${name} ${String(value)}`);
  return [
    'npx interp attack',
    of,
    `--model ${network}`,
    ...flags,
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(seed === 0 ? [] : [`--seed ${seed}`]),
  ].join(' ');
};
