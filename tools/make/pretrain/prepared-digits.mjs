// Images as preparing photographs gives them, and outliers made of digits, to fit the novelty detector that ships with.
import { imageSet } from '@interp/mnist';
import { random } from '@interp/core';

const side = 28;
const size = side * side;

/** Side of the enlarged picture, three pixels for one. */
const large = 84;

/** How far a Gaussian blur reaches. */
const reach = 6;

/** Enlarged, turned, sheared and stretched a little, so that it fills the picture but for a margin. */
const enlarged = (image, stream) => {
  const angle = stream.uniform() < 0.6 ? (stream.uniform(-12, 12) * Math.PI) / 180 : 0;
  const [stretch, shear] = [stream.uniform(0.92, 1.08), stream.uniform(-0.12, 0.12)];
  const step = (1.1 * side) / large;
  const [cos, sin] = [step * Math.cos(angle), step * Math.sin(angle)];
  const picture = new Float32Array(large * large);
  for (let row = 0, at = 0; row < large; row++)
    for (let column = 0; column < large; column++, at++) {
      const [u, v] = [column - large / 2 + 0.5, row - large / 2 + 0.5];
      const x = 13.5 + stretch * cos * u + (shear * step - sin) * v;
      const y = 13.5 + sin * u + cos * v;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      if (left < 0 || top < 0 || left > side - 2 || top > side - 2) continue;
      const [a, b, corner] = [x - left, y - top, top * side + left];
      picture[at] =
        (1 - b) * ((1 - a) * image[corner] + a * image[corner + 1]) +
        b * ((1 - a) * image[corner + side] + a * image[corner + side + 1]);
    }
  return picture;
};

/** A Gaussian blur of an enlarged picture, whose border is black. */
const blurred = (picture, sigma) => {
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  const along = (from, stride) => {
    const to = new Float32Array(from.length);
    for (let at = reach * stride; at < from.length - reach * stride; at++) {
      let value = 0;
      for (let k = -reach; k <= reach; k++) value += kernel[k + reach] * from[at + k * stride];
      to[at] = value / sum;
    }
    return to;
  };
  return along(along(picture, 1), large);
};

/** The box of the ink and its centre of mass. */
const inkOf = (picture) => {
  let [left, right, top, bottom, mass, x, y] = [large, -1, large, -1, 0, 0, 0];
  picture.forEach((value, at) => {
    const [column, row] = [at % large, Math.floor(at / large)];
    mass += value;
    x += value * column;
    y += value * row;
    if (value <= 0.3) return;
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  });
  return right < left ? undefined : { longest: Math.max(right - left, bottom - top) + 1, x: x / mass, y: y / mass };
};

/**
 * An image of 0 to 1 as it would come back from a photograph of it: enlarged, its edges smoothed, inked by a threshold, which makes the
 * stroke thinner or broader, scaled to a box of 20 by 20 pixels, its centre of mass in the middle; at times paler or with some noise.
 */
const asPhotographed = (image, stream) => {
  const soft = blurred(enlarged(image, stream), stream.uniform(1, 2.6));
  const brightest = Math.max(
    0.2,
    soft.reduce((most, value) => Math.max(most, value), 0),
  );
  const [threshold, gain] = [stream.uniform(0.25, 0.6), Math.exp(stream.uniform(0.8, 2.3))];
  const picture = soft.map((value) => Math.min(1, Math.max(0, (value / brightest - threshold) * gain + 0.5)));
  const ink = inkOf(picture);
  if (!ink) return image;
  const step = Math.max(8, ink.longest) / 20;
  const [right, down] = [stream.uniform(-0.5, 0.5), stream.uniform(-0.5, 0.5)];
  const contrast = stream.uniform() < 0.2 ? stream.uniform(0.6, 1) : 1;
  const noise = stream.uniform() < 0.15 ? stream.uniform(0, 0.04) : 0;
  return image.map((_, at) => {
    let value = 0;
    for (let part = 0; part < 4; part++) {
      const x = ink.x + ((at % side) - 13.75 + (part % 2) / 2 + right) * step;
      const y = ink.y + (Math.floor(at / side) - 13.75 + (part >> 1) / 2 + down) * step;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      if (left < 0 || top < 0 || left > large - 2 || top > large - 2) continue;
      const [a, b, corner] = [x - left, y - top, top * large + left];
      value +=
        (1 - b) * ((1 - a) * picture[corner] + a * picture[corner + 1]) +
        b * ((1 - a) * picture[corner + large] + a * picture[corner + large + 1]);
    }
    return Math.min(1, Math.max(0, (contrast * value) / 4 + (noise > 0 ? stream.normal(0, noise) : 0)));
  });
};

/**
 * A set with three of four images as preparing photographs of them would give them, and the others as they are.
 *
 * @param {import('@interp/mnist').ImageSet} data - images of 28×28, white on black
 * @param {{ seed: number, plain?: number }} options - the seed; the fraction that stays as it is, default a quarter
 * @returns {import('@interp/mnist').ImageSet} the set
 */
export const prepared = (data, { seed, plain = 0.25 }) => {
  const stream = random(seed);
  const pixels = data.pixels.slice(0, data.size * size);
  for (let from = 0; from < pixels.length; from += size) {
    if (stream.uniform() < plain) continue;
    const image = Float32Array.from(pixels.subarray(from, from + size), (grey) => grey / 255);
    pixels.set(
      asPhotographed(image, stream).map((value) => Math.round(255 * value)),
      from,
    );
  }
  return imageSet({ pixels, labels: data.labels.slice(0, data.size), name: `prepared ${data.name}` });
};

/** Ways to make an outlier of two digits, on pixels of 0 to 1; undefined where it would be a digit again. */
const spoils = [
  (a, b) => a.map((value, at) => (at % side < 14 ? value : b[at])),
  (a, b) => a.map((value, at) => (at < size / 2 ? value : b[at])),
  (a, b) => a.map((_, at) => Math.max(at % side < 23 ? a[at + 5] : 0, at % side >= 5 ? b[at - 5] : 0)),
  (a, b) => a.map((value, at) => Math.max(value, b[(at % side) * side + Math.floor(at / side)])),
  (a, _, digit) =>
    [0, 1, 8].includes(digit) ? undefined : a.map((_, at) => a[(at % side) * side + side - 1 - Math.floor(at / side)]),
  (a, _, digit) =>
    [0, 1, 2, 5, 8].includes(digit) ? undefined : a.map((_, at) => a[at - (at % side) + side - 1 - (at % side)]),
  (a) => a.map((value) => 1 - value),
];

/**
 * Outliers made of digits: halves of two joined, two beside or over each other, turned, mirrored, inverted ones.
 *
 * @param {import('@interp/mnist').ImageSet} digits - the digits
 * @param {{ seed: number, count: number }} options - the seed and how many
 * @returns {{ pixels: Uint8Array, labels: Uint8Array }} grey values, and labels 0
 */
export const spoiltDigits = (digits, { seed, count }) => {
  const stream = random(seed);
  const pixels = new Uint8Array(count * size);
  const one = (index) =>
    Float32Array.from(digits.pixels.subarray(index * size, (index + 1) * size), (grey) => grey / 255);
  for (let i = 0; i < count;) {
    const [a, b] = [stream.integer(digits.size), stream.integer(digits.size)];
    const spoilt = spoils[stream.integer(spoils.length)](one(a), one(b), digits.labels[a]);
    if (!spoilt) continue;
    pixels.set(
      spoilt.map((value) => Math.round(255 * value)),
      i * size,
    );
    i++;
  }
  return { pixels, labels: new Uint8Array(count) };
};

/**
 * Digits on what is not black, or under heavy noise: what a preparation never gives.
 *
 * @param {import('@interp/mnist').ImageSet} digits - the digits
 * @param {{ seed: number, count: number }} options - the seed and how many
 * @returns {import('@interp/mnist').ImageSet} grey values, and labels 0
 */
export const marredDigits = (digits, { seed, count }) => {
  const stream = random(seed);
  const pixels = new Uint8Array(count * size);
  for (let i = 0; i < count; i++) {
    const index = stream.integer(digits.size);
    const [level, contrast] = stream.uniform() < 0.6 ? [stream.uniform(0.15, 0.85), stream.uniform(-0.6, 0.6)] : [0, 1];
    const grain = level > 0 ? stream.uniform(0, 0.2) : stream.uniform(0.15, 0.6);
    const smooth = stream.uniform() < 0.5;
    let texture = stream.normals(size, 0, grain);
    if (smooth)
      texture = texture.map((_, at) => (texture[at] + texture[(at + 1) % size] + texture[(at + side) % size]) / 2);
    for (let at = 0; at < size; at++) {
      const value = level + (contrast * digits.pixels[index * size + at]) / 255 + texture[at];
      pixels[i * size + at] = Math.round(255 * Math.min(1, Math.max(0, value)));
    }
  }
  return imageSet({ pixels, labels: new Uint8Array(count), name: 'marred' });
};
