// Outliers made of digits, to fit the novelty detector that ships with.
import { random } from '@interp/core';
import { imageSet } from '@interp/mnist';

const side = 28;
const size = side * side;

/** An image turned about its middle by an angle in radians, bilinear between pixels. */
const turned = (image, angle) => {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const middle = (side - 1) / 2;
  const pixel = (row, column) =>
    row < 0 || column < 0 || row >= side || column >= side ? 0 : image[row * side + column];
  return image.map((_, at) => {
    const [x, y] = [(at % side) - middle, Math.floor(at / side) - middle];
    const [u, v] = [cosine * x + sine * y + middle, cosine * y - sine * x + middle];
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const [a, b] = [u - left, v - top];
    return (
      (1 - b) * ((1 - a) * pixel(top, left) + a * pixel(top, left + 1)) +
      b * ((1 - a) * pixel(top + 1, left) + a * pixel(top + 1, left + 1))
    );
  });
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
  // Upside down in a mirror, turned by half, turned by some other angle.
  (a, _, digit) =>
    [4, 6, 7, 9].includes(digit)
      ? a.map((_, at) => a[(side - 1 - Math.floor(at / side)) * side + (at % side)])
      : undefined,
  (a, _, digit) => ([3, 4, 7].includes(digit) ? a.map((_, at) => a[size - 1 - at]) : undefined),
  (a, _, digit, stream) =>
    [0, 1, 8].includes(digit) ? undefined : turned(a, (stream.integer(2) === 0 ? 1 : -1) * stream.uniform(0.9, 2.1)),
  // A band of it is gone.
  (a, _, digit, stream) => {
    const [upright, first, wide] = [stream.integer(2) === 0, 8 + stream.integer(6), 4 + stream.integer(4)];
    const isGone = (at) => {
      const place = (upright ? at % side : Math.floor(at / side)) - first;
      return place >= 0 && place < wide;
    };
    return digit === 1 ? undefined : a.map((value, at) => (isGone(at) ? 0 : value));
  },
];

/**
 * Outliers made of digits: halves of two joined, two beside or over each other, turned, mirrored, inverted ones.
 *
 * @param {import('@interp/mnist').ImageSet} digits - the digits
 * @param {{ seed: number, count: number }} options - the seed and how many
 * @returns {import('@interp/mnist').ImageSet} grey values, and labels 0
 */
export const spoiltDigits = (digits, { seed, count }) => {
  const stream = random(seed);
  const pixels = new Uint8Array(count * size);
  const one = (index) =>
    Float32Array.from(digits.pixels.subarray(index * size, (index + 1) * size), (grey) => grey / 255);
  for (let i = 0; i < count;) {
    const [a, b] = [stream.integer(digits.size), stream.integer(digits.size)];
    const spoilt = spoils[stream.integer(spoils.length)](one(a), one(b), digits.labels[a], stream);
    if (!spoilt) continue;
    pixels.set(
      spoilt.map((value) => Math.round(255 * value)),
      i * size,
    );
    i++;
  }
  return imageSet({ pixels, labels: new Uint8Array(count), name: 'spoilt' });
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
