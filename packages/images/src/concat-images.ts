import { checkRecords, InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { imagesOf, type Images } from './images.js';

/**
 * Several groups of images as one, in order.
 *
 * @param groups - at least one, all of images of one shape
 * @returns all of them
 * @throws InterpError `bad-shape` for images of different shapes, or none at all
 */
export const concatImages = (groups: readonly Images[]): Images => {
  checkRecords('the groups', groups, { inputShape: 'list' });
  const [first, ...others] = groups;
  if (groups.length === 0) throw new InterpError('bad-shape', 'there are no groups of images; expected at least one');
  if (others.length === 0) return first;
  const other = others.find(({ inputShape }) => inputShape.join() !== first.inputShape.join());
  if (other)
    throw new InterpError(
      'bad-shape',
      `one group has images of [${first.inputShape.join(', ')}] and another of [${other.inputShape.join(', ')}]; expected one shape`,
    );
  const all = groups.flatMap((group) => Array.from({ length: group.size }, (_, own) => ({ group, own })));
  const size = sizeOfShape(first.inputShape);
  const values = (which: 'pixels' | 'shown') => (from: number, to: number) => {
    const found = new Float32Array((to - from) * size);
    all.slice(from, to).forEach(({ group, own }, i) => found.set(group[which](own, own + 1), i * size));
    return found;
  };
  return imagesOf({
    size: all.length,
    inputShape: first.inputShape,
    name: (index) => all[index].group.name(all[index].own),
    label: (index) => all[index].group.label(all[index].own),
    labelSet: (index) => all[index].group.labelSet(all[index].own),
    pixels: values('pixels'),
    shown: values('shown'),
    preparation: (index) => all[index].group.preparation(all[index].own),
    picture: (index) => all[index].group.picture(all[index].own),
    missing: groups.flatMap(({ missing }, i) => {
      const before = groups.slice(0, i).reduce((sum, { size }) => sum + size, 0);
      return missing.map((one) => ({ ...one, before: before + one.before }));
    }),
    classNames: groups.find(({ classNames }) => classNames)?.classNames,
  });
};
