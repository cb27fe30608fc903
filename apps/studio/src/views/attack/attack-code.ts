import type { AttackMethodOptions } from '@interp/adversarial';
import { inputArgument, inputCode } from '../../code/input-code.js';
import { literal } from '../../code/literal.js';
import { methodFlags } from '../../code/method-flags.js';
import { networkCode, networkFlags } from '../../code/network-code.js';
import type { Input } from '../../state/input.js';
import type { ShippedNetwork } from '../../state/studio-state.js';

/** What was attacked, and how. */
export interface AttackedOf {
  /** What was looked at. */
  readonly input: Input;
  /** What the network saw of it, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The network. */
  readonly network: ShippedNetwork;
  /** The attack and its options. */
  readonly options: AttackMethodOptions;
  /** The class that was wanted; undefined for any other. */
  readonly target: number | undefined;
  /** The seed of what is random. */
  readonly seed: number;
}

/** A program that computes an attack in Node.js. */
export const attackCode = ({ pixels, network, options, target, seed }: AttackedOf): string => {
  const { imports, value } = networkCode({ network });
  const criterion = target === undefined ? 'misclassified()' : `targeted(${target})`;
  return `import { attack, attackMethodOf, ${criterion.replace(/\(.*/, '')} } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
${imports}
import * as tf from '@tensorflow/tfjs-core';

await startBackend('wasm');
const net = ${value};
${inputCode(pixels)}

const method = attackMethodOf(${literal(options)});
const { items, adversarial, perturbation } = await attack(net, x, method, { criterion: ${criterion}, seed: ${seed} });
const [{ before, after, outcome, l2, linf }] = items;
console.log(JSON.stringify({ before: before.class, after: after.class, outcome, l2, linf }));
tf.dispose([x, adversarial, perturbation]);
`;
};

/** The command that computes an attack; where the input is no sample, of the picture that can be downloaded. */
export const attackCommand = ({ input, network, options, target, seed }: AttackedOf): string => {
  return [
    'npx interp attack',
    inputArgument(input),
    ...networkFlags({ network }),
    ...methodFlags(options),
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(seed === 0 ? [] : [`--seed ${seed}`]),
  ].join(' ');
};
