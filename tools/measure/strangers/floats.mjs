import { readFileSync } from 'node:fs';

/** The numbers of a file that is nothing but 32-bit floating-point numbers. */
export const floats = (/** @type {string} */ file) => new Float32Array(new Uint8Array(readFileSync(file)).buffer);
