// Draws photographs of handwritten digits: paper and its rulings, light, pens, camera.
import sharp from 'sharp';
import { inkField } from './ink.mjs';

/**
 * @typedef {readonly [red: number, green: number, blue: number]} Colour
 *
 * @typedef {object} WrittenDigit
 * @property {Uint8Array} pixels - `[28, 28]`
 * @property {number} x - where its middle is, as a share of the width
 * @property {number} y - likewise, of the height
 * @property {number} tall - how high MNIST's box of 20 pixels is, as a share of the photograph's height
 * @property {number} [angle] - in radians
 * @property {number} [pen] - width of the pen in pixels of MNIST; without it as it is
 *
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {readonly WrittenDigit[]} digits
 * @property {Colour} paper
 * @property {Colour} ink
 * @property {number} [chalk] - how patchy strokes are, 0 to 1
 * @property {(x: number, y: number) => number} light - at a place, in shares of the sides
 * @property {{ every: number, thick: number, colour: Colour, squared?: boolean, angle?: number }} [ruled] - in pixels
 * @property {number} [keystone] - how much narrower the upper edge is seen
 * @property {{ colour: Colour, left: number, top: number, right: number, bottom: number }} [desk] - where the paper ends, in shares
 * @property {number} [noise] - standard deviation in grey levels
 * @property {number} [blur] - in pixels
 * @property {boolean} [clear] - nothing but strokes, on nothing
 */

const soft = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
const mix = (/** @type {Colour} */ a, /** @type {Colour} */ b, /** @type {number} */ share) =>
  /** @type {[number, number, number]} */ (a.map((value, c) => value * (1 - share) + b[c] * share));

/** How much of a ruled line covers a place. */
const ruling = (/** @type {NonNullable<Scene['ruled']>} */ { every, thick, squared = false, angle = 0 }, x, y) => {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const line = (/** @type {number} */ place) =>
    soft(thick / 2 + 0.5 - Math.abs((((place % every) + every) % every) - every / 2));
  const level = line(y * cosine - x * sine);
  return squared ? Math.max(level, line(x * cosine + y * sine)) : level;
};

/**
 * Draws a scene.
 *
 * @param {Scene} scene
 * @param {import('@interp/core').Random} random - for noise and chalk
 * @returns {Promise<ReturnType<typeof sharp>>} the picture, RGB or RGBA
 */
export const drawScene = async (scene, random) => {
  const {
    width,
    height,
    digits,
    paper,
    ink,
    chalk = 0,
    light,
    ruled,
    keystone = 0,
    desk,
    noise = 0,
    clear = false,
  } = scene;
  const placed = await Promise.all(
    digits.map(async (digit) => {
      const { angle = 0, tall, x, y } = digit;
      return {
        ...digit,
        field: await inkField(digit.pixels, digit.pen),
        scale: 20 / (tall * height),
        x: x * width,
        y: y * height,
        turn: [Math.cos(angle), Math.sin(angle)],
      };
    }),
  );
  const grain = Float32Array.from({ length: 64 * 64 }, () => random.uniform(0, 1));
  const channels = clear ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      const stretch = 1 + keystone * (0.5 - py / height);
      const [x, y] = [
        width / 2 + (px + 0.5 - width / 2) * stretch,
        (py + 0.5 - height / 2) * (1 + keystone * (0.5 - py / height) * 0.5) + height / 2,
      ];
      let covered = 0;
      for (const { field, scale, turn, x: cx, y: cy } of placed) {
        const [dx, dy] = [(x - cx) * scale, (y - cy) * scale];
        if (Math.abs(dx) > 20 || Math.abs(dy) > 20) continue;
        const inside = field(14 + dx * turn[0] + dy * turn[1], 14 - dx * turn[1] + dy * turn[0]);
        covered = Math.max(covered, soft(inside / Math.max(scale, 0.12) + 0.5));
      }
      if (chalk > 0) covered *= 1 - chalk * grain[(py % 64) * 64 + (px % 64)];
      const at = (py * width + px) * channels;
      if (clear) {
        data.set([...ink, Math.round(255 * covered)], at);
        continue;
      }
      const [sx, sy] = [px / width, py / height];
      const onDesk =
        desk && (x < desk.left * width || x > desk.right * width || y < desk.top * height || y > desk.bottom * height);
      let ground = onDesk ? desk.colour : paper;
      if (ruled && !onDesk) ground = mix(ground, ruled.colour, ruling(ruled, x, y));
      const colour = mix(ground, ink, covered);
      const lit = light(sx, sy);
      for (let c = 0; c < 3; c++)
        data[at + c] = Math.round(255 * soft((colour[c] * lit + (noise > 0 ? random.normal(0, noise) : 0)) / 255));
    }
  const picture = sharp(data, { raw: { width, height, channels } });
  return scene.blur ? picture.blur(scene.blur) : picture;
};
