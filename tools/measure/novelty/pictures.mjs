// Letters of fonts, and shapes, in MNIST's format, to measure the novelty detector with. Nothing is fitted to them.
import { random } from '@interp/core';
import { imageSet } from '@interp/mnist';
import sharp from 'sharp';

/** A grey picture, ink bright, as MNIST was made (LeCun et al. 1998): cropped, in a box of 20 by 20, its centre of mass in the middle. */
export const fitted = async ({ data, width, height }) => {
  const inked = Array.from(data.keys()).filter((at) => data[at] > 60);
  if (inked.length === 0) return new Uint8Array(784);
  const bounds = (places) => [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
  const [left, right] = bounds(inked.map((at) => at % width));
  const [top, bottom] = bounds(inked.map((at) => Math.floor(at / width)));
  const scale = 20 / (Math.max(right - left, bottom - top) + 1);
  const [wide, high] = [right - left + 1, bottom - top + 1].map((length) => Math.max(1, Math.round(scale * length)));
  const box = await sharp(data, { raw: { width, height, channels: 1 } })
    .extract({ left, top, width: right - left + 1, height: bottom - top + 1 })
    .resize(wide, high, { fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer();
  let [mass, x, y] = [0, 0, 0];
  box.forEach((grey, at) => {
    mass += grey;
    x += grey * (at % wide);
    y += grey * Math.floor(at / wide);
  });
  const place = (centre, length) => Math.min(28 - length, Math.max(0, Math.round(13.5 - centre / mass)));
  const [toRight, down] = [place(x, wide), place(y, high)];
  const image = new Uint8Array(784);
  box.forEach((grey, at) => (image[(Math.floor(at / wide) + down) * 28 + (at % wide) + toRight] = grey));
  return image;
};

const grey = async (picture) => {
  const { data, info } = await picture.extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return fitted({ data, width: info.width, height: info.height });
};

const setOf = (images) => imageSet({ pixels: Buffer.concat(images), labels: new Uint8Array(images.length) });

/** Letters of a font, `[family, file]`, one image each. */
export const lettersOf = async ([family, fontfile], letters) => {
  const images = [];
  for (const text of letters)
    images.push(await grey(sharp({ text: { text, fontfile, font: `${family} 120`, dpi: 72 } })));
  return setOf(images);
};

/** How wide the pen is that draws strokes, as a part of a letter's longer side. */
const pen = 0.1;

/** Letters that people drew, `[name, { letter: drawings }]`; a drawing is a list of strokes, a stroke of points `[x, y]`, y downwards. */
export const letterStrokesOf = async ([, drawings], letters) => {
  const images = [];
  for (const letter of letters)
    for (const strokes of drawings[letter] ?? []) {
      const points = strokes.flat();
      const least = [0, 1].map((axis) => points.reduce((low, point) => Math.min(low, point[axis]), Infinity));
      const most = [0, 1].map((axis) => points.reduce((high, point) => Math.max(high, point[axis]), -Infinity));
      const side = Math.max(most[0] - least[0], most[1] - least[1], 1);
      const lines = strokes.map((stroke) => {
        // A point alone is a dot.
        const drawn = stroke.length === 1 ? [stroke[0], stroke[0]] : stroke;
        const places = drawn.map((point) =>
          point.map((value, axis) => (20 + (160 * (value - least[axis])) / side).toFixed(2)),
        );
        return `<polyline points="${places.join(' ')}"/>`;
      });
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200"/><g fill="none" stroke="#fff" stroke-width="${160 * pen}" stroke-linecap="round" stroke-linejoin="round">${lines.join('')}</g></svg>`;
      images.push(await grey(sharp(Buffer.from(svg))));
    }
  return setOf(images);
};

const silhouettes = {
  shirts: 'M35 20 L20 30 L8 50 L22 58 L28 48 L28 95 L72 95 L72 48 L78 58 L92 50 L80 30 L65 20 Q50 32 35 20 Z',
  trousers: 'M30 8 L70 8 L76 95 L56 95 L50 38 L44 95 L24 95 Z',
  shoes: 'M8 45 L30 40 Q45 62 70 66 Q92 70 92 82 L8 82 Z',
  bags: 'M15 45 L85 45 L90 90 L10 90 Z M32 45 Q32 15 50 15 Q68 15 68 45 L60 45 Q60 24 50 24 Q40 24 40 45 Z',
  dresses: 'M38 8 L44 20 L56 20 L62 8 L68 12 L62 42 L80 95 L20 95 L38 42 L32 12 Z',
  'cat heads': 'M15 10 L38 28 Q50 24 62 28 L85 10 L88 55 Q80 90 50 92 Q20 90 12 55 Z',
  cats: 'M30 8 L38 20 L52 20 L60 8 L62 35 Q60 44 52 46 Q78 56 74 92 L22 92 Q18 60 36 46 Q28 42 28 35 Z M74 88 Q98 84 90 58 L95 56 Q104 92 74 94 Z',
};

/** Filled outlines of things, forty of each, turned, stretched, with eyes or stripes of another grey or plain. */
export const thingsOf = async (name, seed = 1) => {
  const stream = random(seed);
  const images = [];
  for (let i = 0; i < 40; i++) {
    const [turn, wide, lean] = [stream.uniform(-12, 12), stream.uniform(0.75, 1.2), stream.uniform(-8, 8)];
    const shade = Math.round(stream.uniform(120, 255));
    const stripes = stream.integer(3) === 0 ? `<path d="M0 60 H100 M0 72 H100" stroke="#000" stroke-width="4"/>` : '';
    const eyes = name.startsWith('cat')
      ? `<circle cx="40" cy="34" r="4" fill="#000"/><circle cx="56" cy="34" r="4" fill="#000"/>`
      : '';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="-20 -20 140 140"><rect x="-20" y="-20" width="140" height="140" fill="#000"/><g transform="translate(50 50) rotate(${turn}) skewX(${lean}) scale(${wide} 1) translate(-50 -50)"><path d="${silhouettes[name]}" fill="rgb(${shade},${shade},${shade})"/>${stripes}${eyes}</g></svg>`;
    images.push(await grey(sharp(Buffer.from(svg))));
  }
  return setOf(images);
};

/** The names of {@link thingsOf}. */
export const things = Object.keys(silhouettes);

/** Sheets without a stroke: black, grey and white, with or without grain. */
export const blankSheets = () => {
  const stream = random(2);
  return setOf(
    Array.from({ length: 200 }, (_, i) => {
      const [level, grain] = [(i % 5) / 4, [0, 0.02, 0.06, 0.15][i % 4]];
      return Uint8Array.from({ length: 784 }, () =>
        Math.min(255, Math.max(0, Math.round(255 * (level + stream.normal(0, grain))))),
      );
    }),
  );
};
