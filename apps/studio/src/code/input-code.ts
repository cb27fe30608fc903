import type { Input } from '../state/input.js';
import { base64 } from './literal.js';
import { shellWord } from './network-code.js';

/** What a program looks at: a digit as the network sees it, 784 bytes; for networks of other inputs a picture, by its file or as 28 by 28 grey pixels. */
export type CodeInput = { readonly pixels: Uint8Array } | { readonly picture: string | Uint8Array };

/** The lines of a program that make what it looks at the input `name` of the network `net`, and the imports that they need. */
export const inputCode = (
  of: CodeInput,
  name = 'x',
): { readonly imports: readonly string[]; readonly lines: string } => {
  if ('pixels' in of)
    return {
      imports: [`import * as tf from '@tensorflow/tfjs-core';`],
      lines: `// What the network sees: 28 × 28 grey values.
const pixels = Uint8Array.from(atob('${base64(of.pixels)}'), (one) => one.charCodeAt(0));
const [low, high] = net.bounds;
const ${name} = tf.tensor4d(Float32Array.from(pixels, (grey) => low + ((high - low) * grey) / 255), [1, 28, 28, 1]);`,
    };
  const { picture } = of;
  const isFile = typeof picture === 'string';
  return {
    imports: [
      ...(isFile ? [`import { readFile } from 'node:fs/promises';`] : []),
      `import { inputTensor } from '@interp/images';`,
      ...(isFile ? [`import { decodePicture } from '@interp/images/node';`] : []),
    ],
    // The names of files are others': as JSON they are text and nothing else.
    lines: `${
      isFile
        ? `const picture = await decodePicture(await readFile(${JSON.stringify(picture)}));`
        : `// 28 × 28 grey values.
const grey = Uint8Array.from(atob('${base64(picture)}'), (one) => one.charCodeAt(0));
const data = Uint8Array.from({ length: 4 * grey.length }, (_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]));
const picture = { data, width: 28, height: 28 };`
    }
const ${name} = inputTensor(net, picture);`,
  };
};

/** How a command names what it looks at: a picture that can be downloaded or was opened; of digits a sample where `input` is one. */
export const inputArgument = (of: CodeInput, input?: Input): string => {
  if ('picture' in of) return typeof of.picture === 'string' ? shellWord(of.picture) : 'picture.png';
  return input?.kind === 'sample' ? `sample:${input.digit}` : 'digit.png --prepare fit';
};
