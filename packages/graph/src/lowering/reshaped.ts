import { sizeOfShape } from '@interp/core/internal';
import { rearranged, shaped, type Site } from './site.js';
import { batchAxis, type Live, shapeFor, trialBatches } from './value.js';

/** A logical axis of the result: so many places, times the number of images or not. */
interface Dimension {
  readonly count: number;
  readonly hasBatch: boolean;
}

interface Piece {
  /** The stored axis that it is a part of; 0 for the batch. */
  readonly stored: number;
  readonly size: number;
}

/** A target shape with a size left open, and sizes copied, filled in. */
const filled = (site: Site, from: readonly number[], target: readonly number[], allowsZero: boolean): number[] => {
  const copied = target.map((size, i) => (size === 0 && !allowsZero ? from[i] : size));
  const known = sizeOfShape(copied.filter((size) => size !== -1));
  const shape = copied.map((size) => (size === -1 ? sizeOfShape(from) / known : size));
  if (sizeOfShape(shape) === sizeOfShape(from) && shape.every((size) => Number.isInteger(size))) return shape;
  throw site.refusal(`makes [${target.join(', ')}] of [${from.join(', ')}]; expected as many values`);
};

/**
 * A target shape for other numbers of images, given that for as many as the source fixes. The images are in the size that takes their places in the
 * order of all values.
 */
const targetsForImages = (site: Site, value: Live, target: readonly number[], allowsZero: boolean): number[][] => {
  const batch = site.builder.fixedBatch!;
  const shape = filled(site, shapeFor(value, batch), target, allowsZero);
  if (batchAxis(value) < 0) return [shape, shape];
  const atoms = value.axes.flat();
  const before = sizeOfShape(atoms.slice(0, atoms.indexOf(0)).map((axis) => value.stored[axis - 1]));
  const reach = shape.map((_, i) => sizeOfShape(shape.slice(0, i)));
  const holders = shape.flatMap((size, i) => (reach[i] <= before && reach[i] * size >= before * batch ? [i] : []));
  const starts = holders.filter((i) => reach[i] === before);
  // One image has an axis of its own, or none: then its values are those of one image alone.
  const holder = starts.find((i) => shape[i] === batch) ?? (batch === 1 ? undefined : (starts[0] ?? holders[0]));
  if (holder === undefined || shape[holder] % batch !== 0) throw site.notPerImage('mixes images');
  return trialBatches.map((n) => shape.with(holder, (shape[holder] / batch) * n));
};

const dimensionsOf = (site: Site, value: Live, two: readonly number[], three: readonly number[]): Dimension[] => {
  const dimensions = two.map((size, i): Dimension => {
    if (size === three[i]) return { count: size, hasBatch: false };
    if (size * 3 === three[i] * 2) return { count: size / 2, hasBatch: true };
    throw site.notPerImage('has a size that does not grow with the number of images');
  });
  if (dimensions.filter(({ hasBatch }) => hasBatch).length !== (batchAxis(value) < 0 ? 0 : 1))
    throw site.notPerImage('loses the axis of the images');
  return dimensions;
};

/** The pieces of the stored axes of which each logical axis of the result is made; undefined where they do not fit. */
const piecesOf = (value: Live, dimensions: readonly Dimension[]): Piece[][] | undefined => {
  const open: Piece[] = value.axes
    .flat()
    .map((stored) => ({ stored, size: stored === 0 ? 1 : value.stored[stored - 1] }))
    .filter(({ stored, size }) => stored === 0 || size !== 1);
  const found: Piece[][] = [];
  for (const { count, hasBatch } of dimensions) {
    const own: Piece[] = [];
    let [need, needsBatch] = [count, hasBatch];
    while (need > 1 || needsBatch) {
      const [next] = open;
      if (!next) return undefined;
      if (next.stored === 0) {
        if (!needsBatch) return undefined;
        needsBatch = false;
        own.push(next);
        open.shift();
      } else if (need > 1 && need % next.size === 0) {
        need /= next.size;
        own.push(next);
        open.shift();
      } else if (need > 1 && next.size % need === 0) {
        own.push({ ...next, size: need });
        open[0] = { ...next, size: next.size / need };
        need = 1;
      } else return undefined;
    }
    found.push(own);
  }
  return open.length === 0 ? found : undefined;
};

/** Pieces that lie together in a logical axis and become one stored axis. */
const groupsOf = (pieces: readonly Piece[]): (Piece[] | 'batch')[] => {
  const groups: (Piece[] | 'batch')[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (piece.stored === 0) groups.push('batch');
    else if (Array.isArray(last)) last.push(piece);
    else groups.push([piece]);
  }
  return groups;
};

/** By splitting stored axes, and by moving only those that are joined in another order. */
const bySplitting = (site: Site, value: Live, parts: readonly Piece[][]): Live => {
  // Every piece by its place in what is stored.
  const all = parts.flat().filter(({ stored }) => stored !== 0);
  const inPlace = value.stored.flatMap((_, i) => all.filter(({ stored }) => stored === i + 1));
  const split = inPlace.map(({ size }) => size);
  const isSame = split.length === value.stored.length && split.every((size, i) => size === value.stored[i]);
  const cut = isSame ? value : site.add(shaped(split), [value], split, []);
  const logical = parts.map((pieces) => groupsOf(pieces));
  const groups = logical.flat().filter((group): group is Piece[] => group !== 'batch');
  const placeOf = (piece: Piece): number => inPlace.indexOf(piece);
  groups.sort((a, b) => placeOf(a[0]) - placeOf(b[0]));
  const turned = rearranged(site, { ...cut, axes: [] }, [0, ...groups.flat().map((piece) => placeOf(piece) + 1)]);
  let ones = groups.length;
  const axes = logical.map((own) =>
    own.length === 0 ? [++ones] : own.map((group) => (group === 'batch' ? 0 : groups.indexOf(group) + 1)),
  );
  const stored = [
    ...groups.map((group) => sizeOfShape(group.map(({ size }) => size))),
    ...Array<number>(ones - groups.length).fill(1),
  ];
  const isReady = stored.length === turned.stored.length && stored.every((size, i) => size === turned.stored[i]);
  return isReady ? { ...turned, axes } : site.add(shaped(stored), [turned], stored, axes);
};

/** In the logical order: what is before the images and what is after them stay so. */
const inLogicalOrder = (site: Site, value: Live, dimensions: readonly Dimension[]): Live => {
  const atoms = value.axes.flat();
  const turned = rearranged(site, { ...value, axes: [] }, [0, ...atoms.filter((axis) => axis !== 0)]);
  const counts = dimensions.map(({ count }) => count);
  if (batchAxis(value) < 0) return site.add(shaped(counts), [turned], counts, counts.map((_, i) => [i + 1])); // prettier-ignore
  const at = atoms.indexOf(0);
  const sizeOf = (axis: number): number => value.stored[axis - 1];
  const before = sizeOfShape(atoms.slice(0, at).map(sizeOf));
  const with0 = dimensions.findIndex(({ hasBatch }) => hasBatch);
  const earlier = sizeOfShape(counts.slice(0, with0));
  const minor = before / earlier;
  const major = dimensions[with0].count / minor;
  if (!Number.isInteger(minor) || !Number.isInteger(major)) throw site.notPerImage('mixes images');
  const stored: number[] = [];
  const axes = dimensions.map(({ count, hasBatch }): number[] => {
    if (!hasBatch) return [stored.push(count)];
    const parts: number[] = [];
    if (minor > 1) parts.push(stored.push(minor));
    parts.push(0);
    if (major > 1) parts.push(stored.push(major));
    return parts;
  });
  return site.add(shaped(stored), [turned], stored, axes);
};

/**
 * A value in another logical shape.
 *
 * @param site - the operation
 * @param value - the value
 * @param two - the shape wanted of two images; -1 for one size that follows from the others, 0 for one that stays
 * @param three - of three images
 * @param allowsZero - whether 0 is a size of its own
 * @returns the value; what is stored is moved as little as possible
 * @throws NotPerImage where the shape mixes images
 */
export const reshaped = (
  site: Site,
  value: Live,
  two: readonly number[],
  three: readonly number[],
  allowsZero = false,
): Live => {
  const isSaidOnce = two.every((size, i) => size === three[i]);
  const isForSome = isSaidOnce && site.builder.fixedBatch !== undefined;
  const [a, b] = isForSome
    ? targetsForImages(site, value, two, allowsZero)
    : [two, three].map((target, i) => {
        const from = shapeFor(value, trialBatches[i]);
        // A model made for one image at a time names it: where that alone does not fit, it is the number of images.
        const isForOne =
          target[0] === 1 &&
          !target.includes(-1) &&
          sizeOfShape(target.map((size, k) => (size === 0 ? from[k] : size))) * trialBatches[i] === sizeOfShape(from);
        const isOpenForOne = target[0] === 1 && target.includes(-1) && value.axes[0]?.[0] === 0;
        return filled(
          site,
          from,
          isForOne || isOpenForOne ? [trialBatches[i], ...target.slice(1)] : target,
          allowsZero,
        );
      });
  const dimensions = dimensionsOf(site, value, a, b);
  const parts = piecesOf(value, dimensions);
  return parts ? bySplitting(site, value, parts) : inLogicalOrder(site, value, dimensions);
};
