import type { Input } from '../state/input.js';
import { base64 } from './literal.js';

/** The lines of a program that make 28 by 28 grey bytes the input `name` of the network `net`. */
export const inputCode = (pixels: Uint8Array, name = 'x'): string => `// What the network sees: 28 × 28 grey values.
const pixels = Uint8Array.from(atob('${base64(pixels)}'), (one) => one.charCodeAt(0));
const [low, high] = net.bounds;
const ${name} = tf.tensor4d(Float32Array.from(pixels, (grey) => low + ((high - low) * grey) / 255), [1, 28, 28, 1]);`;

/** How a command names an input: a sample, or the picture that can be downloaded. */
export const inputArgument = (input: Input): string =>
  input.kind === 'sample' ? `sample:${input.digit}` : 'digit.png --prepare fit';
