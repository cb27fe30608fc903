// The kinds of photographs that are drawn: which digits, paper, light, pen and camera.

/** @typedef {import('./photograph.mjs').Scene & { quality?: number, orientation?: number, format?: 'png' }} Shot */
/** @typedef {import('@interp/core').Random} Random */
/** @typedef {() => Uint8Array} NextDigit */

const even = () => 1;
/** Light that falls off in some direction. */
const falling = (/** @type {Random} */ random, from = 0.45, to = 0.75) => {
  const angle = random.uniform(0, 2 * Math.PI);
  const least = random.uniform(from, to);
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  return (/** @type {number} */ x, /** @type {number} */ y) =>
    1 - ((1 - least) * ((x - 0.5) * dx + (y - 0.5) * dy + 0.71)) / 1.42;
};
const pick = (/** @type {Random} */ random, /** @type {readonly any[]} */ list) => list[random.integer(list.length)];
const inks = [
  [20, 20, 20],
  [22, 26, 78],
];
const colours = [
  [200, 30, 40],
  [20, 120, 60],
  [40, 90, 200],
  [120, 40, 140],
  [230, 120, 20],
];

/**
 * One digit on paper, somewhere near the middle.
 *
 * @param {Random} random
 * @param {NextDigit} next
 * @returns {Shot}
 */
const plain = (random, next) => ({
  width: 800,
  height: 600,
  digits: [
    { pixels: next(), x: random.uniform(0.4, 0.6), y: random.uniform(0.45, 0.55), tall: random.uniform(0.5, 0.65) },
  ],
  paper: [250, 250, 248],
  ink: pick(random, inks),
  light: even,
  noise: random.uniform(1, 3),
  blur: random.uniform(0.5, 1.5),
});

/** Changes the digit of a shot. */
const digit = (/** @type {Shot} */ shot, /** @type {object} */ change) => ({
  ...shot,
  digits: [{ ...shot.digits[0], ...change }],
});

/** @type {Readonly<Record<string, { what: string, shot: (random: Random, next: NextDigit) => Shot }>>} */
export const kinds = {
  clean: { what: 'even light', shot: (random, next) => ({ ...plain(random, next), light: falling(random, 0.93, 1) }) },
  gradient: {
    what: 'light that falls to 45–75 %',
    shot: (random, next) => ({ ...plain(random, next), light: falling(random) }),
  },
  offcentre: {
    what: 'anywhere in the picture',
    shot: (random, next) => ({
      ...digit(plain(random, next), {
        x: random.uniform(0.25, 0.75),
        y: random.uniform(0.3, 0.7),
        tall: random.uniform(0.35, 0.45),
      }),
      light: falling(random),
    }),
  },
  small: {
    what: 'a tenth to a fifth of the height',
    shot: (random, next) => ({
      ...digit(plain(random, next), { tall: random.uniform(0.1, 0.2) }),
      light: falling(random),
    }),
  },
  rotated: {
    what: 'turned by up to 15°',
    shot: (random, next) => ({
      ...digit(plain(random, next), { angle: random.uniform(-0.26, 0.26) }),
      light: falling(random),
    }),
  },
  grey: {
    what: 'grey paper in dim light',
    shot: (random, next) => ({ ...plain(random, next), paper: [150, 150, 150], light: falling(random, 0.6, 0.8) }),
  },
  lined: {
    what: 'faint ruled lines',
    shot: (random, next) => ({
      ...plain(random, next),
      light: falling(random),
      ruled: {
        every: random.uniform(40, 70),
        thick: random.uniform(1, 2),
        colour: [200, 205, 215],
        angle: random.uniform(-0.02, 0.02),
      },
    }),
  },
  exif: {
    what: 'turned by the camera',
    shot: (random, next) => ({ ...plain(random, next), light: falling(random), orientation: pick(random, [3, 6, 8]) }),
  },
  squared: {
    what: 'squared paper, lines of a third of the contrast of ink',
    shot: (random, next) => ({
      ...plain(random, next),
      light: falling(random, 0.6, 0.9),
      ruled: {
        every: random.uniform(28, 45),
        thick: random.uniform(1.5, 3),
        colour: [150, 175, 205],
        squared: true,
        angle: random.uniform(-0.06, 0.06),
      },
    }),
  },
  'strong lines': {
    what: 'ruled lines nearly as dark as the ink',
    shot: (random, next) => ({
      ...plain(random, next),
      ink: [40, 40, 50],
      ruled: {
        every: random.uniform(70, 120),
        thick: random.uniform(2, 4),
        colour: [80, 90, 120],
        angle: random.uniform(-0.03, 0.03),
      },
    }),
  },
  shadow: {
    what: 'the shadow of a hand or a phone, to half of the light',
    shot: (random, next) => {
      const [angle, edge, depth, width] = [
        random.uniform(0, 6.28),
        random.uniform(-0.25, 0.25),
        random.uniform(0.5, 0.75),
        random.uniform(0.01, 0.12),
      ];
      const light = (/** @type {number} */ x, /** @type {number} */ y) => {
        const far = (x - 0.5) * Math.cos(angle) + (y - 0.5) * Math.sin(angle) - edge;
        return 1 - (1 - depth) * Math.min(1, Math.max(0, far / width + 0.5));
      };
      return { ...plain(random, next), light };
    },
  },
  vignette: {
    what: 'corners at half of the light',
    shot: (random, next) => {
      const depth = random.uniform(0.4, 0.6);
      return {
        ...plain(random, next),
        light: (/** @type {number} */ x, /** @type {number} */ y) => 1 - depth * 2 * ((x - 0.5) ** 2 + (y - 0.5) ** 2),
      };
    },
  },
  noisy: {
    what: 'noise of 12 to 25 grey levels',
    shot: (random, next) => ({
      ...plain(random, next),
      noise: random.uniform(12, 25),
      blur: 0,
      light: falling(random),
    }),
  },
  blurred: {
    what: 'out of focus by 4 to 8 pixels',
    shot: (random, next) => ({ ...plain(random, next), blur: random.uniform(4, 8), light: falling(random) }),
  },
  'poor JPEG': {
    what: 'quality 12 to 25',
    shot: (random, next) => ({ ...plain(random, next), light: falling(random), quality: 12 + random.integer(14) }),
  },
  'fine pen': {
    what: 'strokes of 0.4 to 0.9 pixels of MNIST',
    shot: (random, next) => ({
      ...digit(plain(random, next), { pen: random.uniform(0.4, 0.9) }),
      blur: 0.6,
      light: falling(random),
    }),
  },
  marker: {
    what: 'strokes of 3.5 to 4.5',
    shot: (random, next) => ({
      ...digit(plain(random, next), { pen: random.uniform(3.5, 4.5) }),
      light: falling(random),
    }),
  },
  colours: {
    what: 'red, green, blue, violet, orange pens',
    shot: (random, next) => ({ ...plain(random, next), ink: pick(random, colours), light: falling(random) }),
  },
  yellow: {
    what: 'a yellow highlighter',
    shot: (random, next) => ({
      ...digit(plain(random, next), { pen: random.uniform(2.5, 4) }),
      ink: [250, 238, 90],
      light: falling(random, 0.7, 0.95),
    }),
  },
  pencil: {
    what: 'grey pencil',
    shot: (random, next) => ({
      ...digit(plain(random, next), { pen: random.uniform(0.8, 1.6) }),
      ink: [150, 150, 150],
      chalk: 0.4,
      light: falling(random, 0.6, 0.9),
    }),
  },
  chalk: {
    what: 'chalk on a board',
    shot: (random, next) => ({
      ...digit(plain(random, next), { pen: random.uniform(1.5, 3) }),
      paper: pick(random, [
        [35, 55, 45],
        [40, 40, 42],
      ]),
      ink: [235, 235, 225],
      chalk: 0.6,
      noise: 5,
      light: falling(random, 0.6, 0.9),
    }),
  },
  slanted: {
    what: 'seen from below, edges 15 to 30 % shorter',
    shot: (random, next) => ({
      ...plain(random, next),
      keystone: random.uniform(0.15, 0.3),
      light: falling(random),
      ruled: { every: 60, thick: 1.5, colour: [200, 205, 215] },
    }),
  },
  neighbours: {
    what: 'others, cut by the border',
    shot: (random, next) => {
      const shot = digit(plain(random, next), { x: 0.5, tall: 0.5 });
      const beside = [
        { pixels: next(), x: 0.01, y: random.uniform(0.3, 0.7), tall: 0.5 },
        { pixels: next(), x: 0.99, y: random.uniform(0.3, 0.7), tall: 0.5 },
      ];
      return { ...shot, digits: [...shot.digits, ...beside], light: falling(random) };
    },
  },
  desk: {
    what: 'a sheet on a dark table',
    shot: (random, next) => ({
      ...digit(plain(random, next), { x: 0.5, y: 0.5, tall: random.uniform(0.3, 0.45) }),
      desk: {
        colour: pick(random, [
          [70, 50, 35],
          [40, 40, 45],
          [110, 85, 60],
        ]),
        left: random.uniform(0.05, 0.15),
        top: random.uniform(0.04, 0.14),
        right: random.uniform(0.85, 0.95),
        bottom: random.uniform(0.86, 0.96),
      },
      light: falling(random, 0.6, 0.9),
    }),
  },
  note: {
    what: 'a note on a table, most of which is seen',
    shot: (random, next) => ({
      ...digit(plain(random, next), { x: 0.5, y: 0.5, tall: random.uniform(0.2, 0.3) }),
      paper: pick(random, [
        [250, 235, 110],
        [250, 160, 190],
        [245, 245, 240],
      ]),
      desk: {
        colour: pick(random, [
          [70, 50, 35],
          [40, 40, 45],
          [110, 85, 60],
        ]),
        left: random.uniform(0.24, 0.32),
        top: random.uniform(0.2, 0.28),
        right: random.uniform(0.68, 0.76),
        bottom: random.uniform(0.72, 0.8),
      },
      light: falling(random, 0.6, 0.9),
    }),
  },
  night: {
    what: 'in the dark, noise of 6 to 9 grey levels where paper is 50 to 70',
    shot: (random, next) => {
      const grey = random.uniform(50, 70);
      return {
        ...plain(random, next),
        paper: [grey, grey, grey],
        ink: [8, 8, 8],
        noise: random.uniform(6, 9),
        blur: 0,
      };
    },
  },
  transparent: {
    what: 'strokes of any colour on nothing',
    shot: (random, next) => ({
      ...plain(random, next),
      clear: true,
      ink: pick(random, [...colours, [255, 255, 255], [238, 238, 238], [0, 0, 0]]),
      blur: 0,
      format: 'png',
    }),
  },
  tiny: {
    what: '60 by 45 pixels',
    shot: (random, next) => ({
      ...digit(plain(random, next), { tall: random.uniform(0.5, 0.7) }),
      width: 60,
      height: 45,
      blur: 0.4,
      light: falling(random),
    }),
  },
  large: {
    what: '2400 by 1800 pixels',
    shot: (random, next) => ({
      ...digit(plain(random, next), { tall: random.uniform(0.15, 0.6) }),
      width: 2400,
      height: 1800,
      blur: 2,
      light: falling(random),
    }),
  },
  tall: {
    what: '300 by 1200 pixels',
    shot: (random, next) => ({
      ...digit(plain(random, next), { tall: random.uniform(0.1, 0.15), y: random.uniform(0.2, 0.8) }),
      width: 300,
      height: 1200,
      light: falling(random),
    }),
  },
  page: {
    what: 'six digits in two rows, read in order',
    shot: (random, next) => {
      const digits = Array.from({ length: 6 }, (_, i) => ({
        pixels: next(),
        x: 0.2 + 0.3 * (i % 3) + random.uniform(-0.04, 0.04),
        y: (i < 3 ? 0.3 : 0.7) + random.uniform(-0.06, 0.06),
        tall: random.uniform(0.16, 0.24),
      }));
      return { ...plain(random, next), width: 1200, height: 900, digits, light: falling(random) };
    },
  },
  number: {
    what: 'four digits beside each other, read in order',
    shot: (random, next) => {
      const slope = random.uniform(-0.08, 0.08);
      const digits = Array.from({ length: 4 }, (_, i) => ({
        pixels: next(),
        x: 0.2 + 0.2 * i + random.uniform(-0.01, 0.01),
        y: 0.5 + slope * (i - 1.5) + random.uniform(-0.02, 0.02),
        tall: random.uniform(0.22, 0.27),
      }));
      return { ...plain(random, next), digits, light: falling(random) };
    },
  },
};
