import type { ExplanationOptions } from '@interp/lrp';
import { base64, literal } from '../../code/literal.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';

/** What an explanation was computed of. */
export interface ExplainedOf {
  /** What was looked at. */
  readonly input: Input;
  /** What the network saw of it, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The network. */
  readonly network: NetworkName;
  /** The method and its options. */
  readonly options: ExplanationOptions;
}

/** A program that computes an explanation in Node.js. */
export const explainCode = ({
  pixels,
  network,
  options,
}: ExplainedOf): string => `import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { explanationOf } from '@interp/lrp';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';

await startBackend('wasm');
const net = classifier(await pretrained('${network}'));
// What the network sees: 28 × 28 grey values.
const pixels = Uint8Array.from(atob('${base64(pixels)}'), (one) => one.charCodeAt(0));
const [low, high] = net.bounds;
const x = tf.tensor4d(Float32Array.from(pixels, (grey) => low + ((high - low) * grey) / 255), [1, 28, 28, 1]);

const explain = explanationOf(${literal(options)});
const { relevance, targets, scores, totals } = explain(net, x);
console.log(JSON.stringify({ class: targets[0], score: scores[0], total: totals[0] }));
tf.dispose([x, relevance]);
`;

const names: Readonly<Record<string, string>> = { target: 'class' };

/** The command that computes an explanation; where the input is no sample, of the picture that can be downloaded. */
export const explainCommand = ({ input, network, options }: ExplainedOf): string => {
  const of = input.kind === 'sample' ? `sample:${input.digit}` : 'digit.png --prepare fit';
  const flags = Object.entries(options).map(([name, value]) => `--${names[name] ?? name} ${String(value)}`);
  return ['npx interp explain', of, `--model ${network}`, ...flags].join(' ');
};
