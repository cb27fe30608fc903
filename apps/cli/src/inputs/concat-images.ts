import { shownOf, type Images } from './images.js';

/** Several groups of images as one, in order. */
export const concatImages = (groups: readonly Images[]): Images => {
  if (groups.length === 1) return groups[0];
  const all = groups.flatMap((group) => Array.from({ length: group.size }, (_, own) => ({ group, own })));
  return {
    size: all.length,
    name: (index) => all[index].group.name(all[index].own),
    label: (index) => all[index].group.label(all[index].own),
    labelSet: (index) => all[index].group.labelSet?.(all[index].own),
    pixels: (from, to) =>
      Float32Array.from(all.slice(from, to).flatMap(({ group, own }) => [...group.pixels(own, own + 1)])),
    shown: (from, to) =>
      Float32Array.from(all.slice(from, to).flatMap(({ group, own }) => [...shownOf(group, own, own + 1)])),
    preparation: (index) => all[index].group.preparation?.(all[index].own),
    picture: (index) => all[index].group.picture?.(all[index].own),
    missing: groups.flatMap((group, i) => {
      const before = groups.slice(0, i).reduce((sum, { size }) => sum + size, 0);
      return (group.missing ?? []).map((one) => ({ ...one, before: before + one.before }));
    }),
  };
};
