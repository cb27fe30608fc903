// Images of 28×28 as they come back from photographs of them: drawn with a pen on paper, lit, blurred, grainy, and prepared as any picture is.
import { random } from '@interp/core';
import { imageSet, prepareDigits } from '@interp/mnist';
import sharp from 'sharp';
import { strokesOfWidth } from './pen.mjs';

const side = 28;

/** @typedef {import('@interp/core').Random} Random */

const pick = (/** @type {Random} */ random, /** @type {readonly any[]} */ list) => list[random.integer(list.length)];
/** Between two numbers, their logarithms evenly. */
const evenly = (/** @type {Random} */ random, /** @type {number} */ low, /** @type {number} */ high) =>
  low * Math.exp(random.uniform(0, Math.log(high / low)));

/** How far within the ink a place is, from -0.5 to 0.5 of its soft edge: bicubic between pixels (Keys 1981). */
const cubic = (/** @type {number} */ t) => [
  ((-0.5 * t + 1) * t - 0.5) * t,
  (1.5 * t - 2.5) * t * t + 1,
  ((-1.5 * t + 2) * t + 0.5) * t,
  (0.5 * t - 0.5) * t * t,
];

const valueAt = (/** @type {Float32Array} */ field, /** @type {number} */ size, x, y) => {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < -1 || top < -1 || left > size - 1 || top > size - 1) return 0;
  const [across, down] = [cubic(x - left), cubic(y - top)];
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const row = top + j - 1;
    if (row < 0 || row >= size) continue;
    for (let i = 0; i < 4; i++) {
      const column = left + i - 1;
      if (column >= 0 && column < size) sum += down[j] * across[i] * field[row * size + column];
    }
  }
  return sum;
};

/** A Gaussian blur along rows, then along columns. */
const blurred = (/** @type {Float32Array} */ values, /** @type {number} */ width, /** @type {number} */ sigma) => {
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const height = values.length / width;
  const along = (/** @type {Float32Array} */ from, count, stride, other, otherStride) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < other; line++)
      for (let at = 0; at < count; at++) {
        let value = 0;
        for (let k = -reach; k <= reach; k++)
          value += kernel[k + reach] * from[line * otherStride + Math.min(count - 1, Math.max(0, at + k)) * stride];
        to[line * otherStride + at * stride] = value / sum;
      }
    return to;
  };
  return along(along(values, width, 1, height, width), height, width, width, 1);
};

/** Where a place of a cell is in its image: turned, sheared, stretched, seen from below. */
const viewOf = (/** @type {Random} */ random, /** @type {number} */ cell, /** @type {number} */ tall) => {
  const angle = random.uniform() < 0.6 ? (random.uniform(-12, 12) * Math.PI) / 180 : 0;
  const [stretch, shear] = [random.uniform(0.94, 1.06), random.uniform(-0.1, 0.1)];
  const keystone = random.uniform() < 0.2 ? random.uniform(0.05, 0.3) : 0;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const scale = 20 / tall;
  const [right, down] = [random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)];
  return (/** @type {number} */ column, /** @type {number} */ row) => {
    const v = scale * (row + down - cell / 2);
    const u = scale * (column + right - cell / 2) * (1 + (keystone * v) / side);
    const x = stretch * (cosine * u - sine * v) + shear * v;
    return [14 + x, 14 + sine * u + cosine * v];
  };
};

/** How much ink covers each place of a cell of the sheet. */
const written = (/** @type {Random} */ random, /** @type {Uint8Array} */ pixels, /** @type {number} */ cell) => {
  // MNIST's box of 20 pixels is 40 to 60 % of the cell.
  const tall = cell * random.uniform(0.4, 0.6);
  const view = viewOf(random, cell, tall);
  const pen = random.uniform() < 0.2 ? evenly(random, 0.5, 4.5) : undefined;
  const field = pen === undefined ? Float32Array.from(pixels, (grey) => grey / 255) : strokesOfWidth(pixels, side, pen);
  const fineness = Math.round(Math.sqrt(field.length)) / side;
  const edge = (pen === undefined ? 1.5 : 1) * (tall / 20);
  const cut = pen === undefined ? random.uniform(0.4, 0.6) : 0.5;
  const covered = new Float32Array(cell * cell);
  for (let row = 0, at = 0; row < cell; row++)
    for (let column = 0; column < cell; column++, at++) {
      const [x, y] = view(column + 0.5, row + 0.5);
      if (x < 0 || y < 0 || x > side || y > side) continue;
      const value = valueAt(field, side * fineness, x * fineness - 0.5, y * fineness - 0.5);
      covered[at] = Math.min(1, Math.max(0, (value - cut) * edge + 0.5));
    }
  return covered;
};

/** Paper or a board, what it is written with, its light, its rulings and the noise of the camera. */
const sheetOf = (/** @type {Random} */ random, /** @type {number} */ size, /** @type {number} */ cell) => {
  const board = random.uniform() < 0.15;
  const [paper, ink] = board
    ? [random.uniform(15, 70), random.uniform(170, 250)]
    : [random.uniform(110, 252), random.uniform(5, 60)];
  const faint = random.uniform() < 0.2 ? random.uniform(0.3, 0.8) : 1;
  const chalk = random.uniform() < (board ? 0.6 : 0.1) ? random.uniform(0.2, 0.5) : 0;
  const contrast = Math.abs(paper - ink) * faint;
  const noise = random.uniform() < 0.3 ? contrast * random.uniform(0.03, 0.09) : random.uniform(0.5, 3);
  const [turn, least] = [random.uniform(0, 2 * Math.PI), random.uniform(0.5, 1)];
  const [dx, dy] = [Math.cos(turn) / size, Math.sin(turn) / size];
  const every = random.uniform() < 0.15 ? Math.round(cell * random.uniform(0.3, 0.8)) : Infinity;
  const rule = random.uniform(0.1, 0.4);
  const grain = random.normals(size * size, 0, noise);
  return (/** @type {number} */ covered, /** @type {number} */ column, /** @type {number} */ row) => {
    const light = 1 - ((1 - least) * ((column - size / 2) * dx + (row - size / 2) * dy + 0.71)) / 1.42;
    const printed = row % every === 7 ? rule : 0;
    const share = Math.max(printed, covered * (chalk === 0 ? 1 : 1 - chalk * random.uniform()));
    return light * (paper + share * faint * (ink - paper)) + grain[row * size + column];
  };
};

/** One in four is saved as a JPEG file and read again. */
const asFile = async (/** @type {Uint8Array} */ rgba, /** @type {number} */ size, /** @type {Random} */ random) => {
  if (random.uniform() > 0.25) return { data: rgba, width: size, height: size };
  const bytes = await sharp(rgba, { raw: { width: size, height: size, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: pick(random, [25, 40, 60, 80]) })
    .toBuffer();
  return { data: await sharp(bytes).ensureAlpha().raw().toBuffer(), width: size, height: size };
};

/** Images on a side of a sheet. */
const along = 4;

/** What is found of each image on a sheet: one image, none, or several where it falls apart. */
const photographSheet = async (/** @type {readonly Uint8Array[]} */ images, /** @type {Random} */ random) => {
  const cell = Math.round(evenly(random, 40, 120));
  const size = along * cell;
  /** @type {Float32Array} */
  let covered = new Float32Array(size * size);
  images.forEach((pixels, i) => {
    const one = written(random, pixels, cell);
    const corner = Math.floor(i / along) * cell * size + (i % along) * cell;
    for (let row = 0; row < cell; row++) covered.set(one.subarray(row * cell, (row + 1) * cell), corner + row * size);
  });
  if (random.uniform() < 0.6) covered = blurred(covered, size, random.uniform(0.4, 0.8 + cell / 80));
  const sheet = sheetOf(random, size, cell);
  const rgba = new Uint8Array(4 * size * size);
  for (let row = 0, at = 0; row < size; row++)
    for (let column = 0; column < size; column++, at++) {
      const grey = Math.min(255, Math.max(0, Math.round(sheet(covered[at], column, row))));
      rgba[4 * at] = rgba[4 * at + 1] = rgba[4 * at + 2] = grey;
      rgba[4 * at + 3] = 255;
    }
  const found = images.map(() => /** @type {Uint8Array[]} */ ([]));
  for (const { pixels, box } of prepareDigits(await asFile(rgba, size, random))) {
    const [column, row] = [box[0] + box[2] / 2, box[1] + box[3] / 2].map((place) => Math.floor(place / cell));
    found[row * along + column]?.push(pixels);
  }
  return found;
};

/**
 * Photographs the images of a set, sixteen on a sheet, and prepares the photographs.
 *
 * @param {import('@interp/mnist').ImageSet} data - images of 28×28, ink bright
 * @param {{ seed: number, pieces?: boolean }} options - the seed; whether the first piece is taken of what falls apart, rather than nothing
 * @returns {Promise<import('@interp/mnist').ImageSet>} what is found, in order; fewer images than there were
 */
export const photographed = async (data, { seed, pieces = false }) => {
  const stream = random(seed);
  const [images, labels] = [/** @type {Uint8Array[]} */ ([]), /** @type {number[]} */ ([])];
  for (let from = 0; from < data.size; from += along * along) {
    const count = Math.min(along * along, data.size - from);
    const sheet = Array.from({ length: count }, (_, i) => data.pixels.subarray(784 * (from + i), 784 * (from + i + 1)));
    (await photographSheet(sheet, stream.split())).forEach((found, i) => {
      if (found.length !== 1 && !(pieces && found.length > 0)) return;
      images.push(found[0]);
      labels.push(data.labels[from + i]);
    });
  }
  return imageSet({
    pixels: Buffer.concat(images),
    labels: Uint8Array.from(labels),
    name: `photographed ${data.name}`,
  });
};
