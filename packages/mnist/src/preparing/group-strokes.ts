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
  /** Its components, in no order. */
  readonly parts: readonly Component[];
}

/** The rectangle around two. */
const spanOf = (a: Extent, b: Extent): Extent => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
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

/** Strokes beside each other that together are wider than so many times their height are two digits; of MNIST's one in a hundred is. */
const wideAsTwo = 1.35;
/** The height up to which, as a part of what it is near, something may be the bar of a 5 or a 7, and its least longer side, as a part of the whole. */
const [barHeight, barLength] = [0.55, 0.25];
/** What may be between strokes of one digit at most, as a part of its longer side. */
const farthest = 0.3;
/** What is so many times as long as the longest other stroke is two rows of digits rather than halves of one. */
const longAsTwo = 1.6;

/**
 * Up to which distance, as a part of the longer side of both, two groups are strokes of one digit, for what they are beside each other.
 *
 * @param a - a group, or a stroke
 * @param b - another one
 * @param other - the longest stroke that is in neither, if there is one
 */
const reachOf = (a: Extent, b: Extent, other?: Extent): number => {
  const both = spanOf(a, b);
  const aspect = widthOf(both) / heightOf(both);
  const [small, large] = heightOf(a) < heightOf(b) ? [a, b] : [b, a];
  // Two digits side by side, or halves of one.
  if (heightOf(small) >= 0.6 * heightOf(both)) return aspect > wideAsTwo ? 0 : aspect < 0.8 ? 0.08 : 0.05;
  const [columns, rows] = [commonColumns(a, b), commonRows(a, b)];
  const isBar = heightOf(small) <= barHeight * heightOf(large);
  const isBelow = columns >= 0.25 * Math.min(widthOf(a), widthOf(b));
  if (aspect > wideAsTwo) return isBar && isBelow ? 0.2 : 0;
  const isTop = (small.top + small.bottom) / 2 < both.top + heightOf(both) / 3;
  const isLong = longer(small) >= barLength * longer(both);
  if (isBar && isTop && isLong && small.right > large.left && aspect >= 0.5) return farthest;
  if (columns > 0 && rows > 0) return isBar ? 0.2 : 0.16;
  if (!isBelow) return 0.12;
  if (isBar) return 0.2;
  // Two rows are narrower than the halves of a digit below each other.
  if (other && longer(both) > longAsTwo * longer(other)) return 0.12;
  return aspect >= 0.8 ? farthest : aspect >= 0.5 ? 0.2 : 0.12;
};

/** Two strokes that are near each other. */
interface Pair {
  readonly pair: readonly [Component, Component];
  /** Pixels from one to the other. */
  readonly distance: number;
  /** The same as a part of the distance up to which they belong together. */
  readonly share: number;
}

/** Pairs of strokes, the longest first, that belong together by themselves; those first that most surely do. */
const nearPairs = (ink: Ink, strokes: readonly Component[], labels: Int32Array): readonly Pair[] => {
  const outlines = new Map<Component, readonly (readonly [number, number])[]>();
  const outline = (one: Component) => {
    const points = outlines.get(one) ?? outlineOf(ink, labels, one);
    outlines.set(one, points);
    return points;
  };
  const pairs: Pair[] = [];
  strokes.forEach((a, i) => {
    for (const b of strokes.slice(0, i)) {
      // Specks beside a digit.
      if (Math.min(a.area, b.area) < 0.02 * Math.max(a.area, b.area)) continue;
      const other = strokes.find((one) => one !== a && one !== b);
      const reach = reachOf(a, b, other) * longer(spanOf(a, b));
      if (Math.max(-commonColumns(a, b), -commonRows(a, b)) >= reach) continue;
      const distance = distanceOf(outline(a), outline(b));
      if (distance < reach) pairs.push({ pair: [a, b], distance, share: distance / reach });
    }
  });
  return pairs.sort((a, b) => a.share - b.share);
};

/**
 * Finds the digits among strokes. Those that are near each other belong together, as the bar of a 5 and its body, the nearest first; what is
 * small beside the largest digit are specks.
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
  const some = [...strokes].sort((a, b) => longer(b) - longer(a)).slice(0, mostStrokes);
  const groups = new Map<Component, StrokeGroup>(some.map((one) => [one, { ...one, parts: [one] }]));
  for (const { pair, distance } of nearPairs(ink, some, labels)) {
    const [a, b] = pair.map((one) => groups.get(one)!);
    if (a === b) continue;
    // Each is near to the other, but they may be strokes of two digits by now.
    const both = spanOf(a, b);
    const other = some.find((one) => ![a, b].includes(groups.get(one)!));
    if (distance >= reachOf(a, b, other) * longer(both)) continue;
    const joined = { ...both, parts: [...a.parts, ...b.parts] };
    for (const part of joined.parts) groups.set(part, joined);
  }
  const found = [...new Set(groups.values())];
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
