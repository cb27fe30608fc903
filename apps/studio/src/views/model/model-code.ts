import type { ExplanationOptions } from '@interp/lrp';
import type { OpenOptions } from '@interp/open/page';
import { base64 } from '../../code/literal.js';
import { methodFlags } from '../../code/method-flags.js';
import { openingCode, ownFlags, shellWord } from '../../code/network-code.js';

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

/** The names of files and classes are others': as JSON they are text and nothing else. */
const literal = (value: unknown): string => JSON.stringify(value);

const greyPicture = (pixels: Uint8Array): string => `// 28 × 28 grey values.
const grey = Uint8Array.from(atob('${base64(pixels)}'), (one) => one.charCodeAt(0));
const data = Uint8Array.from({ length: 4 * grey.length }, (_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]));
const picture = { data, width: 28, height: 28 };`;

/** A program that explains a picture by a model of one's own in Node.js. */
export const modelCode = ({ file, settings, picture, options }: OwnExplainedOf): string => {
  const isFile = typeof picture === 'string';
  const hasOthers = settings.inputs !== undefined;
  const lines = [
    ...(isFile ? [`import { readFile } from 'node:fs/promises';`] : []),
    `import { startBackend } from '@interp/backend';`,
    `import { inputTensor } from '@interp/images';`,
    ...(isFile ? [`import { decodePicture } from '@interp/images/node';`] : []),
    `import { explanationOf } from '@interp/lrp';`,
    `import { openClassifier } from '@interp/open';`,
    '',
    `await startBackend('wasm');`,
    `const net = ${openingCode(file, settings)};`,
    isFile ? `const picture = await decodePicture(await readFile(${literal(picture)}));` : greyPicture(picture),
    `const x = inputTensor(net, picture);`,
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
export const modelCommand = ({ file, settings, picture, options }: OwnExplainedOf): string => {
  return [
    'npx interp explain',
    shellWord(typeof picture === 'string' ? picture : 'picture.png'),
    ...ownFlags(file, settings),
    ...methodFlags(options),
  ].join(' ');
};
