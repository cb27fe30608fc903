import type { Component, Components } from './components.js';
import { commonColumns, commonRows, heightOf, longer, widthOf, type Extent } from './extent.js';
import type { Ink } from './ink.js';

/** More strokes than these are texture. */
const mostStrokes = 2000;

/**
 * The least longer side of a stroke: what is smaller may be noise.
 *
 * @param ink - the ink of the picture
 * @returns pixels
 */
export const leastSide = ({ width, height }: Ink): number => Math.max(6, 0.02 * Math.min(width, height));

/** Components that are the strokes of one digit. */
export interface StrokeGroup extends Extent {
  /** Its components, the longest first. */
  readonly parts: readonly Component[];
}

const around = (parts: readonly Component[]): StrokeGroup => ({
  parts,
  left: Math.min(...parts.map(({ left }) => left)),
  top: Math.min(...parts.map(({ top }) => top)),
  right: Math.max(...parts.map(({ right }) => right)),
  bottom: Math.max(...parts.map(({ bottom }) => bottom)),
});

/** Pixels of a component on its outline, at most so many, evenly chosen. */
const outlineOf = (
  { width, height }: Ink,
  labels: Int32Array,
  one: Component,
  most = 250,
): readonly (readonly [number, number])[] => {
  const points: (readonly [number, number])[] = [];
  for (let y = one.top; y < one.bottom; y++)
    for (let x = one.left; x < one.right; x++) {
      const at = y * width + x;
      if (labels[at] !== one.label) continue;
      const inside = x > 0 && x < width - 1 && y > 0 && y < height - 1;
      if (inside && [at - 1, at + 1, at - width, at + width].every((beside) => labels[beside] === one.label)) continue;
      points.push([x, y]);
    }
  const step = Math.max(1, points.length / most);
  return Array.from({ length: Math.min(most, points.length) }, (_, i) => points[Math.floor(i * step)]);
};

const distanceOf = (a: readonly (readonly [number, number])[], b: readonly (readonly [number, number])[]): number => {
  let least = Infinity;
  for (const [ax, ay] of a)
    for (const [bx, by] of b) least = Math.min(least, (ax - bx) * (ax - bx) + (ay - by) * (ay - by));
  return Math.sqrt(least);
};

/** Whether two components are strokes of one digit: near, for what they are beside each other. */
const belongTogether = (a: Component, b: Component, distance: () => number): boolean => {
  const both = around([a, b]);
  const [size, most] = [longer(both), Math.max(longer(a), longer(b))];
  if (Math.min(a.area, b.area) < 0.02 * Math.max(a.area, b.area)) return false;
  const [columns, rows] = [commonColumns(a, b), commonRows(a, b)];
  if (Math.max(-columns, -rows) > 0.2 * size) return false;
  const lower = Math.min(heightOf(a), heightOf(b)) / heightOf(both);
  // Two digits side by side; a bar above or below the rest of its digit; anything else, as the halves of an 8.
  if (lower >= 0.6) return distance() < 0.05 * most;
  if (columns > 0 && rows > 0) return distance() < 0.16 * size;
  const stacked = columns >= 0.25 * Math.min(widthOf(a), widthOf(b));
  return distance() < (stacked && lower <= 0.35 ? 0.2 : 0.12) * size;
};

/**
 * Finds the digits among strokes. Those that are near each other belong together, as the bar of a 5 and its body; what is small beside the
 * largest digit are specks.
 *
 * @param ink - the ink
 * @param strokes - components of it that are strokes
 * @param labels - which component each pixel belongs to
 * @returns one group for each digit, in no order
 */
export const groupStrokes = (
  ink: Ink,
  strokes: readonly Component[],
  labels: Components['labels'],
): readonly StrokeGroup[] => {
  const outlines = new Map<Component, readonly (readonly [number, number])[]>();
  const outline = (one: Component) => {
    const points = outlines.get(one) ?? outlineOf(ink, labels, one);
    outlines.set(one, points);
    return points;
  };
  const groups: Component[][] = [];
  for (const stroke of [...strokes].sort((a, b) => longer(b) - longer(a)).slice(0, mostStrokes)) {
    const own = groups.find((parts) =>
      parts.some((part) => belongTogether(part, stroke, () => distanceOf(outline(part), outline(stroke)))),
    );
    if (own) own.push(stroke);
    else groups.push([stroke]);
  }
  const found = groups.map(around);
  const largest = Math.max(0, ...found.map(longer));
  const least = Math.max(leastSide(ink), 0.3 * largest);
  return found.filter((group) => longer(group) >= least && !isSpeck(group, ink) && !isDash(group));
};

/** What is wider than this many times its height is a dash, a line or an edge of the paper; none of MNIST's training digits is 2.6 times as wide. */
const dash = 4;

const isDash = (group: StrokeGroup): boolean => widthOf(group) > dash * heightOf(group);

/** A small solid dot. */
const isSpeck = (group: StrokeGroup, { width, height }: Ink): boolean => {
  const [wide, high] = [widthOf(group), heightOf(group)];
  const area = group.parts.reduce((sum, part) => sum + part.area, 0);
  return (
    longer(group) < 0.04 * Math.min(width, height) &&
    Math.min(wide, high) > 0.5 * longer(group) &&
    area > 0.6 * wide * high
  );
};
