import type { ExplanationOptions } from '@interp/lrp';
import type { OpenOptions } from '@interp/open/page';
import { inputArgument, inputCode } from '../../code/input-code.js';
import { methodFlags } from '../../code/method-flags.js';
import { openingCode, ownFlags } from '../../code/network-code.js';

/** What an explanation by a model of one's own was computed of. */
export interface OwnExplainedOf {
  /** The file of the model. */
  readonly file: string;
  /** What is said of it. */
  readonly settings: OpenOptions;
  /** The file of the picture, or 28 by 28 grey pixels. */
  readonly picture: string | Uint8Array;
  /** The method and its options. */
  readonly options: ExplanationOptions;
}

/** Names of layers are others': as JSON they are text and nothing else. */
const literal = (value: unknown): string => JSON.stringify(value);

/** A program that explains a picture by a model of one's own in Node.js. */
export const modelCode = ({ file, settings, picture, options }: OwnExplainedOf): string => {
  const given = inputCode({ picture });
  const hasOthers = settings.inputs !== undefined;
  const lines = [
    `import { startBackend } from '@interp/backend';`,
    `import { explanationOf } from '@interp/lrp';`,
    `import { openClassifier } from '@interp/open';`,
    ...given.imports,
    '',
    `await startBackend('wasm');`,
    `const net = ${openingCode(file, settings)};`,
    given.lines,
    '',
    `const explain = explanationOf(${literal(options)});`,
    ...(hasOthers
      ? [
          `const { found, maps } = net.others.explained(x, 0, explain, net);`,
          `const { targets, scores, totals } = found;`,
        ]
      : [`const { relevance, targets, scores, totals } = explain(net, x);`]),
    `const name = net.labels?.[targets[0]] ?? String(targets[0]);`,
    `console.log(JSON.stringify({ class: targets[0], name, score: scores[0], total: totals[0] }));`,
    `x.dispose();`,
    hasOthers ? `for (const map of Object.values(maps)) map.dispose();` : `relevance.dispose();`,
    `net.dispose();`,
    '',
  ];
  return lines.join('\n');
};

/** The command that does the same; 28 by 28 pixels are those of the picture that can be downloaded. */
export const modelCommand = ({ file, settings, picture, options }: OwnExplainedOf): string =>
  ['npx interp explain', inputArgument({ picture }), ...ownFlags(file, settings), ...methodFlags(options)].join(' ');
