import type { Component, Components } from './components.js';
import { heightOf, longer, widthOf, type Extent } from './extent.js';
import type { Ink } from './ink.js';

/** Part of the usual strength that the strongest pixel of a stroke has. */
const strongShare = 0.6;
/** Part of a rectangle's sides that an edge of the paper keeps to, and how much of it. */
const [rim, rimShare] = [0.15, 0.9];

const touchesBorder = (one: Extent, { width, height }: Ink): boolean =>
  one.left <= 0 || one.top <= 0 || one.right >= width || one.bottom >= height;

/** Whether a component runs along the border of the picture, as a table beside the paper does. */
const isMargin = (one: Extent, { width, height }: Ink): boolean => {
  const sides = [one.left === 0, one.top === 0, one.right === width, one.bottom === height].filter(Boolean).length;
  return sides >= 3 || (sides > 0 && (widthOf(one) > 0.9 * width || heightOf(one) > 0.9 * height));
};

/** Part of the picture's width or height up to which what lies along its border is a seam: of the paper, of a scan, of a picture that was turned. */
const seam = 0.01;

/** Whether a component is a seam along the border of the picture. */
const isSeam = (one: Extent, { width, height }: Ink): boolean =>
  ((one.left === 0 || one.right === width) && widthOf(one) <= seam * width) ||
  ((one.top === 0 || one.bottom === height) && heightOf(one) <= seam * height);

/** Whether a large component is a frame, or some sides of one, as the edges of the paper are. */
const isFrame = (one: Component, { width, height }: Ink, labels: Int32Array): boolean => {
  const [wide, high] = [widthOf(one), heightOf(one)];
  if (wide < 0.5 * width && high < 0.5 * height) return false;
  if (Math.max(wide, high) > 20 * Math.min(wide, high)) return true;
  const [across, down] = [rim * wide, rim * high];
  let inRim = 0;
  for (let y = one.top; y < one.bottom; y++)
    for (let x = one.left; x < one.right; x++) {
      if (labels[y * width + x] !== one.label) continue;
      const [far, low] = [Math.min(x - one.left, one.right - 1 - x), Math.min(y - one.top, one.bottom - 1 - y)];
      if (far < across || low < down) inRim++;
    }
  return inRim > rimShare * one.area;
};

/**
 * Chooses the components that may be strokes: strong ones, within the picture. What the border of the picture cuts is left out where there
 * is something whole, and so are edges of the paper where there is something else.
 *
 * @param ink - the ink
 * @param found - its components
 * @returns some of them
 */
export const chooseStrokes = (ink: Ink, { components, labels }: Components): readonly Component[] => {
  const strong = components.filter(
    (one) => one.strongest > strongShare * ink.level && one.area >= 4 && !isSeam(one, ink),
  );
  const free = strong.filter((one) => !isMargin(one, ink) && !isFrame(one, ink, labels));
  const inside = free.filter((one) => !touchesBorder(one, ink));
  const tallest = (list: readonly Component[]): number => list.reduce((most, one) => Math.max(most, longer(one)), 0);
  if (inside.length > 0 && tallest(inside) >= 0.35 * tallest(free)) return inside;
  return free.length > 0 ? free : strong;
};
