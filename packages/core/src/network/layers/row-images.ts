import { reshaped } from './reshaping-operators.js';

/** From `[n, w, c]` to an image of one column, `[n, w, 1, c]`. */
export const asImage = reshaped(([n, w, c]) => [n, w, 1, c]);

/** And back. */
export const asRow = reshaped(([n, w, , c]) => [n, w, c]);

/** From anything to `[n, elements]`. */
export const asVector = reshaped(([n, ...rest]) => [n, rest.reduce((a, b) => a * b, 1)]);
