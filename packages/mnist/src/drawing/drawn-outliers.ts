import { choice, number, optionsTable } from '@interp/checks';
import { random, type Random } from '@interp/core';
import { imageSet, type ImageSet } from '../image-set.js';
import { byAnyPen } from './any-pen.js';
import { drawStrokes } from './draw-strokes.js';
import * as hands from './outlier-hands.js';
import * as lines from './outlier-lines.js';
import * as solids from './outlier-solids.js';
import type { Part, Shape } from './shape-parts.js';
import { polyline, type Point, type Stroke } from './stroke.js';
import { turn } from './turn.js';

/** Options of {@link drawnOutliers}. */
export interface DrawnOutliersOptions {
  /** Seed; the same seed gives the same images on every platform. */
  readonly seed: number;
  /** Number of images. Default 1000. */
  readonly count?: number;
  /** What strokes are drawn with: a round pen, or any, also a broad nib and with short bars across their ends, as type has. Default `round`. */
  readonly pens?: 'round' | 'any';
}

/** Checks and defaults of {@link DrawnOutliersOptions}. */
const drawnOutliersOptions = optionsTable<DrawnOutliersOptions>()({
  seed: number({ integer: true, required: true }),
  count: number({ min: 1, max: 1_000_000, integer: true, default: 1000 }),
  pens: choice(['round', 'any'], { default: 'round' }),
});

type Pens = NonNullable<DrawnOutliersOptions['pens']>;

const pointsOf = (part: Part): readonly Point[] =>
  'filled' in part ? part.filled : part.strokes.flatMap((stroke) => polyline(stroke));

const mapPart = (part: Part, move: (point: Point) => Point): Part =>
  'filled' in part
    ? { ...part, filled: part.filled.map(move) }
    : { ...part, strokes: part.strokes.map((stroke): Stroke => ({ ...stroke, points: stroke.points.map(move) })) };

/** How much of each pixel a polygon covers, by a grid of four by four points in it. */
const fillPolygon = (corners: readonly Point[]): Uint8Array => {
  const grey = new Uint8Array(784);
  for (let row = 0; row < 112; row++) {
    const y = (row + 0.5) / 4;
    const crossed = corners
      .flatMap(([ax, ay], i) => {
        const [bx, by] = corners[(i + 1) % corners.length];
        return ay > y === by > y ? [] : [ax + ((y - ay) / (by - ay)) * (bx - ax)];
      })
      .sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossed.length; i += 2)
      for (
        let column = Math.max(0, Math.ceil(4 * crossed[i] - 0.5));
        column < Math.min(112, 4 * crossed[i + 1] - 0.5);
        column++
      )
        grey[(row >> 2) * 28 + (column >> 2)] += 15;
  }
  return grey.map((value) => Math.min(255, Math.round((value * 255) / 240)));
};

const drawParts = (parts: readonly Part[], pen: number): Uint8Array => {
  const pixels = new Uint8Array(784);
  for (const part of parts) {
    const drawn =
      'filled' in part
        ? fillPolygon(part.filled)
        : drawStrokes(part.strokes, { thickness: Math.max(0.8, pen * part.pen) });
    const isHole = 'filled' in part && part.hole === true;
    const level = 'filled' in part ? (part.level ?? 1) : 1;
    drawn.forEach(
      (grey, at) =>
        (pixels[at] = isHole ? Math.min(pixels[at], 255 - grey) : Math.max(pixels[at], Math.round(level * grey))),
    );
  }
  return pixels;
};

const massOf = (pixels: Uint8Array): Point => {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((grey, at) => {
    mass += grey;
    x += grey * ((at % 28) + 0.5);
    y += grey * (Math.floor(at / 28) + 0.5);
  });
  return mass === 0 ? [14, 14] : [x / mass, y / mass];
};

/** How a hand draws: places are off, those near each other alike, and a part of the whole is larger than the rest. */
const handOf = (stream: Random): ((point: Point) => Point) => {
  const amount = stream.uniform() < 0.5 ? stream.uniform(0.02, 0.1) : 0;
  const waves = Array.from({ length: 4 }, () => [stream.uniform(2, 6), stream.uniform(0, 2 * Math.PI)] as const);
  const wave = (place: number, i: number): number => turn(waves[i][0] * place + waves[i][1])[0];
  const swell = stream.uniform() < 0.3 ? stream.uniform(-0.5, 0.5) : 0;
  return ([x, y]) => {
    const wide = x * (1 + swell * (y - 0.5));
    return [wide + amount * (wave(y, 0) + wave(x, 1)), y + amount * (wave(x, 2) + wave(y, 3))];
  };
};

/** A shape in the format of MNIST: in a box of 20 by 20, its centre of mass in the middle. */
const drawShape = (shape: Shape, stream: Random, pens: Pens): Uint8Array => {
  const pen = stream.uniform(1.6, 4);
  const [sine, cosine] = turn(stream.normal(0, 0.12));
  const lean = stream.normal(0, 0.15);
  const hand = handOf(stream);
  const drawn = shape(stream);
  const parts = (pens === 'any' ? byAnyPen(stream, drawn) : drawn).map((part) =>
    mapPart(part, (point) => {
      const [x, y] = hand(point);
      return [cosine * (x - lean * y) - sine * y, sine * (x - lean * y) + cosine * y];
    }),
  );
  const points = parts.flatMap(pointsOf);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (20 - pen) / Math.max(right - left, bottom - top, 1e-3);
  const fitted = parts.map((part) =>
    mapPart(part, ([x, y]) => [14 + scale * (x - (left + right) / 2), 14 + scale * (y - (top + bottom) / 2)]),
  );
  const [massX, massY] = massOf(drawParts(fitted, pen));
  return drawParts(
    fitted.map((part) => mapPart(part, ([x, y]) => [x + 14 - massX, y + 14 - massY])),
    pen,
  );
};

/** Noise, fine or coarse, sparse or even, and nothing but it. */
const drawNoise = (stream: Random): Uint8Array => {
  const grain = [1, 1, 2, 4, 7, 14, 28][stream.integer(7)];
  const side = Math.ceil(28 / grain) + 1;
  const coarse = stream.uniforms(side * side);
  const [level, spread] = [stream.uniform(), stream.uniform(0, 1.5)];
  const limit = stream.uniform() < 0.4 ? stream.uniform(0.3, 0.98) : undefined;
  const fine = stream.uniform() < 0.5 ? stream.uniform(0, 0.2) : 0;
  const isBlack = stream.uniform() < 0.25;
  return Uint8Array.from({ length: 784 }, (_, at) => {
    const [u, v] = [(at % 28) / grain, Math.floor(at / 28) / grain];
    const [i, j] = [Math.floor(u), Math.floor(v)];
    const [a, b] = [u - i, v - j];
    const corner = (x: number, y: number): number => coarse[(j + y) * side + i + x];
    const smooth =
      grain === 1
        ? corner(0, 0)
        : (1 - b) * ((1 - a) * corner(0, 0) + a * corner(1, 0)) + b * ((1 - a) * corner(0, 1) + a * corner(1, 1));
    const even = limit === undefined ? level + spread * (smooth - 0.5) : smooth > limit ? 1 : 0;
    const value = (isBlack ? 0 : even) + (fine > 0 ? stream.normal(0, fine) : 0);
    return Math.min(255, Math.max(0, Math.round(255 * value)));
  });
};

const drawings: readonly (readonly [kind: string, share: number, draw: (stream: Random, pens: Pens) => Uint8Array])[] =
  [
    ...(
      [
        ['graph', 5, lines.graph],
        ['nib', 4, lines.nib],
        ['stems and arcs', 5, lines.stemsAndArcs],
        ['stems and joints', 6, lines.stemsAndJoints],
        ['path', 4, lines.path],
        ['zigzag', 2, lines.zigzag],
        ['scribble', 2, lines.scribble],
        ['fork', 5, hands.fork],
        ['hook', 5, hands.hook],
        ['cursive', 4, hands.cursive],
        ['pieces of digits', 5, hands.pieces],
        ['crossings', 1, lines.crossings],
        ['outline', 2, solids.outline],
        ['filled', 3, solids.filled],
        ['silhouette', 4, solids.silhouette],
        ['dots', 1, lines.dots],
      ] as const
    ).map(
      ([kind, share, shape]) => [kind, share, (stream: Random, pens: Pens) => drawShape(shape, stream, pens)] as const,
    ),
    ['noise', 2, drawNoise],
  ];

/** The kinds of {@link drawnOutliers}, which are its labels. */
export const outlierKinds: readonly string[] = drawings.map(([kind]) => kind);

const turns = drawings.flatMap(([, share], kind) => Array.from({ length: share }, () => kind));

/**
 * Draws images that are no digits, in the format of MNIST, to teach a novelty detector what is none (outlier exposure; Hendrycks et
 * al. 2019): lines between the corners of a grid, stems with arcs, zigzags, scribbles, polygons, filled shapes, dots and noise. None is
 * made of an alphabet or of a data set. A few look like digits by chance, as a line does like a one.
 *
 * @param options - seed, count and pens
 * @returns images of 28×28; a label is an index into {@link outlierKinds}
 * @throws `bad-option` for an option that is out of range
 *
 * @example
 * ```ts
 * import { drawnOutliers, outlierKinds } from '@interp/mnist';
 *
 * const outliers = drawnOutliers({ seed: 1, count: 50 });
 * console.log(outliers.size, outlierKinds[outliers.labels[0]]); // 50 graph
 * ```
 */
export function drawnOutliers(options: DrawnOutliersOptions): ImageSet {
  const { seed, count, pens } = drawnOutliersOptions.withDefaults(options);
  const stream = random(seed);
  const pixels = new Uint8Array(count * 784);
  const labels = Uint8Array.from({ length: count }, (_, i) => turns[(i * 7) % turns.length]);
  labels.forEach((kind, i) => pixels.set(drawings[kind][2](stream.split(), pens), i * 784));
  return imageSet({ pixels, labels, name: 'outliers' });
}
