import type { Ink } from './ink.js';

/** Pixels of ink that hang together. */
export interface Component {
  /** What its pixels have in the map of labels. */
  readonly label: number;
  /** Its first column. */
  left: number;
  /** Its first row. */
  top: number;
  /** The column after its last. */
  right: number;
  /** The row after its last. */
  bottom: number;
  /** How many pixels. */
  area: number;
  /** Their greatest strength. */
  strongest: number;
}

/** The components of a picture, and which one each pixel belongs to: 0 is none. */
export interface Components {
  /** The components, in the order of their first pixels. */
  readonly components: readonly Component[];
  /** `height * width` labels. */
  readonly labels: Int32Array;
}

/** Gives each pixel of ink a label, those of touching pixels being joined: over sides and corners (Rosenfeld and Pfaltz 1966). */
const joinedLabels = ({ width, height, mask }: Ink): Int32Array => {
  const labels = new Int32Array(mask.length);
  const parents: number[] = [0];
  const root = (label: number): number => {
    while (parents[label] !== label) label = parents[label] = parents[parents[label]];
    return label;
  };
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (mask[at] === 0) continue;
      let label = 0;
      const join = (neighbour: number): void => {
        if (neighbour === 0) return;
        const other = root(neighbour);
        if (label === 0) label = other;
        else if (other < label) label = parents[label] = other;
        else parents[other] = label;
      };
      if (x > 0) join(labels[at - 1]);
      if (y > 0) {
        if (x > 0) join(labels[at - width - 1]);
        join(labels[at - width]);
        if (x < width - 1) join(labels[at - width + 1]);
      }
      if (label === 0) label = parents.push(parents.length) - 1;
      labels[at] = label;
    }
  const numbers = new Int32Array(parents.length);
  let count = 0;
  for (let label = 1; label < parents.length; label++) numbers[label] = root(label) === label ? ++count : 0;
  for (let at = 0; at < labels.length; at++) if (labels[at] > 0) labels[at] = numbers[root(labels[at])];
  return labels;
};

/**
 * Divides ink into what hangs together.
 *
 * @param ink - the ink
 * @returns the components and a map of their labels
 */
export const componentsOf = (ink: Ink): Components => {
  const { width, height, strength } = ink;
  const labels = joinedLabels(ink);
  const components: Component[] = [];
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const label = labels[at];
      if (label === 0) continue;
      const one = (components[label - 1] ??= {
        label,
        left: x,
        top: y,
        right: x + 1,
        bottom: y + 1,
        area: 0,
        strongest: 0,
      });
      if (x < one.left) one.left = x;
      if (x >= one.right) one.right = x + 1;
      one.bottom = y + 1;
      one.area++;
      if (strength[at] > one.strongest) one.strongest = strength[at];
    }
  return { components, labels };
};
