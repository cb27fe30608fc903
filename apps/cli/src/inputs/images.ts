/** Images that one or several inputs stand for, in order. */
export interface Images {
  /** How many. */
  readonly size: number;
  /** What people call one of them. */
  name(index: number): string;
  /** The class of one of them, where it is known. */
  label(index: number): number | undefined;
  /** Pixels from -1 to 1 of some of them, one after the other: from `from` up to but not including `to`. */
  pixels(from: number, to: number): Float32Array;
}

/**
 * Several groups of images as one.
 *
 * @param groups - the groups
 * @returns all images, in order
 */
export const joined = (groups: readonly Images[]): Images => {
  if (groups.length === 1) return groups[0];
  const starts: number[] = [];
  let size = 0;
  for (const group of groups) {
    starts.push(size);
    size += group.size;
  }
  const find = (index: number): readonly [Images, number] => {
    let at = groups.length - 1;
    while (starts[at] > index) at--;
    return [groups[at], index - starts[at]];
  };
  return {
    size,
    name: (index) => {
      const [group, own] = find(index);
      return group.name(own);
    },
    label: (index) => {
      const [group, own] = find(index);
      return group.label(own);
    },
    pixels: (from, to) => {
      const parts = groups.flatMap((group, g) => {
        const [first, last] = [Math.max(from, starts[g]) - starts[g], Math.min(to - starts[g], group.size)];
        return last > first ? [group.pixels(first, last)] : [];
      });
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
};
