import type { ExplanationOptions } from '@interp/lrp';
import { inputArgument, inputCode } from '../../code/input-code.js';
import { literal } from '../../code/literal.js';
import { methodFlags } from '../../code/method-flags.js';
import type { Input } from '../../state/input.js';
import { networkCode, networkFlags, type NetworkOf } from '../../code/network-code.js';

/** What an explanation was computed of. */
export interface ExplainedOfInput {
  /** What was looked at. */
  readonly input: Input;
  /** What the network saw of it, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The method and its options. */
  readonly options: ExplanationOptions;
}

/** The same, with the network. */
export type ExplainedOf = ExplainedOfInput & NetworkOf;

/** A program that computes an explanation in Node.js. */
export const explainCode = (of: ExplainedOf): string => {
  const { pixels, options } = of;
  const { imports, value } = networkCode(of);
  const given = inputCode({ pixels });
  return `import { startBackend } from '@interp/backend';
import { explanationOf } from '@interp/lrp';
${[imports, ...given.imports].join('\n')}

await startBackend('wasm');
const net = ${value};
${given.lines}

const explain = explanationOf(${literal(options)});
const { relevance, targets, scores, totals } = explain(net, x);
console.log(JSON.stringify({ class: targets[0], score: scores[0], total: totals[0] }));
tf.dispose([x, relevance]);
`;
};

/** The command that computes an explanation; where the input is no sample, of the picture that can be downloaded. */
export const explainCommand = (given: ExplainedOf): string => {
  const { input, pixels, options } = given;
  return ['npx interp explain', inputArgument({ pixels }, input), ...networkFlags(given), ...methodFlags(options)].join(
    ' ',
  );
};
