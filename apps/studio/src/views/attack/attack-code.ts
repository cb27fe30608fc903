import type { AttackMethodOptions } from '@interp/adversarial';
import { inputArgument, inputCode, type CodeInput } from '../../code/input-code.js';
import { literal } from '../../code/literal.js';
import { methodFlags } from '../../code/method-flags.js';
import { networkCode, networkFlags, type NetworkOf } from '../../code/network-code.js';
import type { Input } from '../../state/input.js';

/** What an input was attacked with. */
interface AttackedInput {
  /** What was looked at. */
  readonly input: Input;
  /** What the program looks at. */
  readonly given: CodeInput;
  /** The attack and its options. */
  readonly options: AttackMethodOptions;
  /** The class that was wanted; undefined for any other. */
  readonly target: number | undefined;
  /** The seed of what is random. */
  readonly seed: number;
}

/** The same, with the network that was attacked. */
export type AttackedOf = AttackedInput & NetworkOf;

/** A program that computes an attack in Node.js. */
export const attackCode = (of: AttackedOf): string => {
  const { given, options, target, seed } = of;
  const { imports, value } = networkCode(of);
  const looked = inputCode(given);
  const all = new Set([imports, ...looked.imports, `import * as tf from '@tensorflow/tfjs-core';`]);
  const criterion = target === undefined ? 'misclassified()' : `targeted(${target})`;
  return `import { attack, attackMethodOf, ${criterion.replace(/\(.*/, '')} } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
${[...all].join('\n')}

await startBackend('wasm');
const net = ${value};
${looked.lines}

const method = attackMethodOf(${literal(options)});
const { items, adversarial, perturbation } = await attack(net, x, method, { criterion: ${criterion}, seed: ${seed} });
const [{ before, after, outcome, l2, linf }] = items;
console.log(JSON.stringify({ before: before.class, after: after.class, outcome, l2, linf }));
tf.dispose([x, adversarial, perturbation]);
`;
};

/** The command that computes an attack; where the input is no sample, of the picture that can be downloaded. */
export const attackCommand = (of: AttackedOf): string => {
  const { input, given, options, target, seed } = of;
  return [
    'npx interp attack',
    inputArgument(given, input),
    ...networkFlags(of),
    ...methodFlags(options),
    ...(target === undefined ? [] : [`--target ${target}`]),
    ...(seed === 0 ? [] : [`--seed ${seed}`]),
  ].join(' ');
};
