import { longer, type Extent } from './extent.js';
import type { Ink } from './ink.js';

/** How far the close and the far surroundings of strokes go, as parts of their longer side. */
const [close, far] = [0.15, 1];
/** How far beyond the paper, to the other side than ink, something else begins, as a part of the usual strength of ink. */
const beyondPaper = 0.3;
/** The part of the close surroundings from which on strokes lie on something else, and that of the far ones up to which it ends there. */
const [closeShare, farShare] = [0.5, 0.25];

/** The part of what is between a rectangle grown by two widths that is on the other side of the paper. */
const shareBeyond = (one: Extent, { width, height, strength, level }: Ink, from: number, to: number): number => {
  const limit = -beyondPaper * level;
  const [left, right] = [Math.max(0, one.left - to), Math.min(width, one.right + to)];
  const [top, bottom] = [Math.max(0, one.top - to), Math.min(height, one.bottom + to)];
  let [beyond, all] = [0, 0];
  for (let y = top; y < bottom; y++) {
    const inner = y >= one.top - from && y < one.bottom + from;
    for (let x = left; x < right; x++) {
      if (inner && x >= one.left - from && x < one.right + from) continue;
      all++;
      if (strength[y * width + x] < limit) beyond++;
    }
  }
  return all === 0 ? 0 : beyond / all;
};

/**
 * Whether strokes lie on the paper, rather than on a patch of their own that ends around them and is on the other side of the paper: pupils
 * are dark in bright eyes in a face, and no digits.
 *
 * @param one - the rectangle of the strokes
 * @param ink - the ink of the picture
 * @returns false for strokes on a patch
 */
export const liesOnPaper = (one: Extent, ink: Ink): boolean => {
  const [near, wide] = [close, far].map((part) => Math.ceil(part * longer(one)));
  if (shareBeyond(one, ink, 1, 1 + near) <= closeShare) return true;
  return shareBeyond(one, ink, Math.ceil(wide / 2), wide) >= farShare;
};
