import { componentsOf, type Component } from './components.js';
import { heightOf, widthOf, type Extent } from './extent.js';
import { reducePlane } from './paper.js';
import type { Picture, Plane } from './picture.js';

/** Cells along the longer side of the small picture that sheets are found in. */
const mostCells = 96;
/** The least shorter side of a sheet, as a part of the picture's. */
const leastSide = 0.3;
/** The least difference in grey between a sheet and what it lies on. */
const leastContrast = 40;
/** The part of the variance in grey that two levels must explain; of light that falls off evenly they explain 0.75. */
const leastExplained = 0.8;
/** How much of a rectangle a sheet fills; an ellipse fills 0.79. */
const leastFilled = 0.84;
/** How far inside its edge a sheet is looked at: cells, and a part of its shorter side. */
const [marginCells, marginShare] = [1, 0.02];

/** How far around a sheet its edges may be, as a part of its shorter side. */
const edgeShare = 0.12;

/** A sheet that lies on something larger: a rectangle, turned, in pixels. */
export interface Sheet {
  /** The direction of its upper edge, of length 1. */
  readonly along: readonly [x: number, y: number];
  /** From where to where it goes along that, and across. */
  readonly from: readonly [number, number];
  /** The other end. */
  readonly to: readonly [number, number];
}

/** The threshold between two levels that explains most of the variance (Otsu 1979); none where that is little. */
const levelsOf = (values: Float32Array): number | undefined => {
  const counts = new Int32Array(256);
  let [sum, squares] = [0, 0];
  for (const value of values) {
    counts[value < 0 ? 0 : value > 255 ? 255 : value | 0]++;
    sum += value;
    squares += value * value;
  }
  const n = values.length;
  const variance = squares / n - (sum / n) * (sum / n);
  let [below, belowSum, best, threshold] = [0, 0, 0, 0];
  for (let grey = 0; grey < 255; grey++) {
    below += counts[grey];
    belowSum += counts[grey] * (grey + 0.5);
    if (below === 0 || below === n) continue;
    const apart = (sum - belowSum) / (n - below) - belowSum / below;
    const between = (below / n) * (1 - below / n) * apart * apart;
    if (apart >= leastContrast && between > best) [best, threshold] = [between, grey + 1];
  }
  return best >= leastExplained * variance && best > 0 ? threshold : undefined;
};

/** How many places of a rectangle cannot be reached from its edges without crossing a mask. */
const enclosedArea = (solid: Uint8Array, wide: number, high: number): number => {
  const seen = solid.slice();
  const open: number[] = [];
  let outside = 0;
  const reach = (at: number): void => {
    if (seen[at] === 1) return;
    seen[at] = 1;
    outside++;
    open.push(at);
  };
  for (let x = 0; x < wide; x++) [x, (high - 1) * wide + x].forEach(reach);
  for (let y = 0; y < high; y++) [y * wide, y * wide + wide - 1].forEach(reach);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % wide;
    if (x > 0) reach(at - 1);
    if (x < wide - 1) reach(at + 1);
    if (at >= wide) reach(at - wide);
    if (at < solid.length - wide) reach(at + wide);
  }
  return solid.length - outside;
};

/** The smallest rectangle around cells, of those turned by up to 45°, whose tangents are twelfths. */
const rectangleAround = (cells: readonly (readonly [number, number])[]): Sheet & { readonly area: number } => {
  let best: (Sheet & { readonly area: number }) | undefined;
  for (let twelfths = -12; twelfths <= 12; twelfths++) {
    const length = Math.sqrt(144 + twelfths * twelfths);
    const [c, s] = [12 / length, twelfths / length];
    const half = (c + (s < 0 ? -s : s)) / 2;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of cells) {
      const [u, v] = [(x + 0.5) * c + (y + 0.5) * s, (y + 0.5) * c - (x + 0.5) * s];
      if (u < left) left = u;
      if (u > right) right = u;
      if (v < top) top = v;
      if (v > bottom) bottom = v;
    }
    const [from, to] = [[left - half, top - half] as const, [right + half, bottom + half] as const];
    const area = (to[0] - from[0]) * (to[1] - from[1]);
    if (best === undefined || area < best.area) best = { along: [c, s], from, to, area };
  }
  return best!;
};

const sides = (one: Extent, { width, height }: Plane): number =>
  [one.left === 0, one.top === 0, one.right === width, one.bottom === height].filter(Boolean).length;

/** The rectangle that a component is, if it is one. */
const asRectangle = (
  one: Component,
  plane: Plane,
  labels: Int32Array,
): (Sheet & { readonly area: number }) | undefined => {
  const [wide, high] = [widthOf(one), heightOf(one)];
  if (Math.min(wide, high) < leastSide * Math.min(plane.width, plane.height) || sides(one, plane) > 2) return undefined;
  const solid = new Uint8Array(wide * high);
  const cells: (readonly [number, number])[] = [];
  for (let y = 0, at = 0; y < high; y++)
    for (let x = 0; x < wide; x++, at++)
      if (labels[(y + one.top) * plane.width + x + one.left] === one.label) {
        solid[at] = 1;
        cells.push([x + one.left, y + one.top]);
      }
  const found = rectangleAround(cells);
  return enclosedArea(solid, wide, high) >= leastFilled * found.area ? found : undefined;
};

/**
 * The sheet, if a picture shows one on a table, or a note on a board, with more of that around it than beside a page that was photographed
 * as a whole: a rectangle, turned or not, of another grey than what is around it.
 *
 * @param plane - the picture
 * @returns the largest one, a little within its edges
 */
export const sheetIn = (plane: Plane): Sheet | undefined => {
  const factor = Math.max(1, Math.ceil(Math.max(plane.width, plane.height) / mostCells));
  const cells = reducePlane(plane, factor);
  const { width, height, values } = cells;
  const threshold = levelsOf(values);
  if (threshold === undefined) return undefined;
  const [best] = [1, 0]
    .flatMap((bright) => {
      const mask = Uint8Array.from(values, (value) => (value >= threshold ? bright : 1 - bright));
      const { components, labels } = componentsOf({ width, height, mask, strength: values, level: 1 });
      return components.flatMap((one) => asRectangle(one, cells, labels) ?? []);
    })
    .sort((a, b) => b.area - a.area);
  if (best === undefined) return undefined;
  const { along, from, to } = best;
  const margin = marginCells + marginShare * Math.min(to[0] - from[0], to[1] - from[1]);
  const within = ([u, v]: readonly [number, number], by: number): [number, number] => [
    factor * (u + by),
    factor * (v + by),
  ];
  return { along, from: within(from, margin), to: within(to, -margin) };
};

/**
 * Whether the middle of something is on a sheet, or about at its edge.
 *
 * @param one - in the picture that the sheet was found in
 * @param sheet - the sheet
 */
export const isOnSheet = ({ left, top, right, bottom }: Extent, { along: [c, s], from, to }: Sheet): boolean => {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const [u, v] = [x * c + y * s, y * c - x * s];
  const edge = edgeShare * Math.min(to[0] - from[0], to[1] - from[1]);
  return u > from[0] - edge && u < to[0] + edge && v > from[1] - edge && v < to[1] + edge;
};

/** The grey, red, green or blue that half of some pixels are darker than. */
const median = (counts: Int32Array): number => {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let [value, below] = [0, 0];
  while (value < 255 && below + counts[value] <= half) below += counts[value++];
  return value;
};

/**
 * A picture with nothing but a sheet: around it there is more of its paper.
 *
 * @param picture - the picture that it lies in
 * @param sheet - the sheet
 * @returns a picture of the same size
 */
export const sheetAlone = ({ data, width, height }: Picture, { along: [c, s], from, to }: Sheet): Picture => {
  const inside = new Uint8Array(width * height);
  const counts = [0, 1, 2].map(() => new Int32Array(256));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const [u, v] = [(x + 0.5) * c + (y + 0.5) * s, (y + 0.5) * c - (x + 0.5) * s];
      if (u < from[0] || u > to[0] || v < from[1] || v > to[1]) continue;
      inside[at] = 1;
      for (let channel = 0; channel < 3; channel++) counts[channel][data[4 * at + channel]]++;
    }
  const paper = [...counts.map(median), 255];
  const alone = Uint8Array.from(data);
  for (let at = 0; at < inside.length; at++) if (inside[at] === 0) alone.set(paper, 4 * at);
  return { data: alone, width, height };
};
