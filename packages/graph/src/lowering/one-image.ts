import { shaped, type Site } from './site.js';
import { batchAxis, type Live } from './value.js';

/**
 * A value of a graph that is made for one image, without the axis of the images: what it says of one image is done to each, whatever becomes of that axis.
 *
 * @param site - where it is needed
 * @param value - the value; the graph's number of images is 1
 * @returns the value, whose logical axes are all those of one image
 */
export const ofOneImage = (site: Site, value: Live): Live => {
  const at = batchAxis(value);
  if (at < 0) return value;
  const others = value.axes[at].filter((axis) => axis !== 0);
  if (others.length > 0) return { ...value, axes: value.axes.with(at, others) };
  const key = `${value.name} of one image`;
  const stored = [...value.stored, 1];
  const axes = value.axes.with(at, [stored.length]);
  const before = site.builder.arranged.get(key);
  if (before) return { ...before, axes };
  const made = site.add(shaped(stored), [value], stored, axes);
  site.builder.arranged.set(key, made);
  return made;
};

/**
 * A value with the images on its first logical axis, which has length 1 for one image.
 *
 * @param site - where it is needed
 * @param value - the value
 * @returns the value, whose first logical axis is that of the images alone
 * @throws NotPerImage where the first axis is that of something else
 */
export const imagesFirst = (site: Site, value: Live): Live => {
  if (value.axes[0]?.join() === '0') return value;
  const one = ofOneImage(site, value);
  const [first, ...others] = one.axes;
  if (first?.length !== 1 || one.stored[first[0] - 1] !== 1) throw site.notPerImage('mixes images');
  const [gone] = first;
  const stored = one.stored.toSpliced(gone - 1, 1);
  const axes = others.map((parts) => parts.map((axis) => (axis > gone ? axis - 1 : axis)));
  return site.add(shaped(stored), [one], stored, [[0], ...axes]);
};
