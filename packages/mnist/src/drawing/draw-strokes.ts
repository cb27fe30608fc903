import { checkRecords, number, optionsTable } from '@interp/checks';
import { polyline, type Point, type Stroke } from './stroke.js';

/** Options of {@link drawStrokes}. */
export interface DrawOptions {
  /** Height and width of the picture in pixels. Default 28. */
  readonly size?: number;
  /** Width of the pen in pixels, measured where it is half as dark. Default 2.6. */
  readonly thickness?: number;
  /** Over how many pixels the edge of a stroke fades. Default 1.4. */
  readonly softness?: number;
}

/** Checks and defaults of {@link DrawOptions}. */
const drawOptions = optionsTable<DrawOptions>()({
  size: number({ min: 1, max: 4096, integer: true, default: 28 }),
  thickness: number({ above: 0, default: 2.6 }),
  softness: number({ above: 0, default: 1.4 }),
});

// Loops over pixels call nothing by the name of Math: test runners look that name up each time, which takes longer than all the rest.
const { ceil, floor, max, min, round, sqrt } = Math;

/** Lowers the squares of distances to the nearest stroke, at the centres of a rectangle of pixels, to those to one straight piece. */
const nearPiece = (
  nearest: Float64Array,
  size: number,
  [left, top, right, bottom]: readonly number[],
  [ax, ay]: Point,
  [bx, by]: Point,
): void => {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  for (let row = top; row < bottom; row++) {
    const y = row + 0.5;
    for (let column = left, at = row * size + left; column < right; column++, at++) {
      const x = column + 0.5;
      let t = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const ex = x - ax - t * dx;
      const ey = y - ay - t * dy;
      const square = ex * ex + ey * ey;
      if (square < nearest[at]) nearest[at] = square;
    }
  }
};

/**
 * Draws strokes with a round pen, antialiased by the distance of each pixel's centre to the nearest stroke.
 *
 * @param strokes - movements of the pen, in pixels; parts outside the picture are cut off
 * @param options - size, pen
 * @returns grey values 0 (background) to 255 (stroke), `[size, size]`
 * @throws `bad-option` for a size, thickness or softness that is not above 0
 *
 * @example
 * ```ts
 * import { drawStrokes } from '@interp/mnist';
 *
 * const one = drawStrokes([{ points: [[11, 8], [15, 4], [15, 24]] }]);
 * console.log(one.length, one[14 * 28 + 14]); // 784 255
 * ```
 */
export function drawStrokes(strokes: readonly Stroke[], options: DrawOptions = {}): Uint8Array {
  checkRecords('the strokes', strokes, { points: 'list' });
  const { size, thickness, softness } = drawOptions.withDefaults(options);
  const radius = (thickness + softness) / 2;
  const nearest = new Float64Array(size * size).fill(radius * radius);
  const within = (value: number): number => min(size, max(0, value));
  for (const stroke of strokes) {
    const line = polyline(stroke);
    line.forEach((to, i) => {
      const from = line[max(0, i - 1)];
      const left = within(floor(min(from[0], to[0]) - radius));
      const right = within(ceil(max(from[0], to[0]) + radius));
      const top = within(floor(min(from[1], to[1]) - radius));
      const bottom = within(ceil(max(from[1], to[1]) + radius));
      nearPiece(nearest, size, [left, top, right, bottom], from, to);
    });
  }
  const greys = new Uint8Array(size * size);
  for (let at = 0; at < greys.length; at++) {
    const share = (radius - sqrt(nearest[at])) / softness;
    if (share > 0) greys[at] = share > 1 ? 255 : round(255 * share);
  }
  return greys;
}

/**
 * Strokes whose points are moved.
 *
 * @param strokes - any strokes
 * @param move - gives the new place of a point
 * @returns new strokes
 */
export const moveStrokes = (strokes: readonly Stroke[], move: (point: Point) => Point): readonly Stroke[] =>
  strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(move) }));

const centreOfMass = (pixels: Uint8Array): Point => {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((grey, at) => {
    mass += grey;
    x += grey * ((at % 28) + 0.5);
    y += grey * (floor(at / 28) + 0.5);
  });
  return [x / mass, y / mass];
};

/**
 * Draws strokes in the format of MNIST: scaled to fit a box of 20×20 pixels with the pen's width inside, then shifted so that
 * the centre of mass of the grey values is the centre of a picture of 28×28 (LeCun et al. 1998).
 *
 * @param strokes - movements of the pen, in any unit
 * @param options - the pen
 * @param move - moves the fitted strokes, whose centre is (0, 0), before they are drawn. Default: not at all
 * @returns grey values 0 to 255, `[28, 28]`
 */
export function drawFitted(
  strokes: readonly Stroke[],
  options: DrawOptions & { readonly thickness: number },
  move: (point: Point) => Point = (point) => point,
): Uint8Array {
  const corners = strokes.flatMap(polyline);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, right, top, bottom] = [min(...xs), max(...xs), min(...ys), max(...ys)];
  const scale = (20 - options.thickness) / max(right - left, bottom - top);
  const fitted = moveStrokes(strokes, ([x, y]) => [
    14 + scale * (x - (left + right) / 2),
    14 + scale * (y - (top + bottom) / 2),
  ]);
  const [massX, massY] = centreOfMass(drawStrokes(fitted, options));
  const placed = moveStrokes(fitted, ([x, y]) => {
    const [movedX, movedY] = move([x - massX, y - massY]);
    return [14 + movedX, 14 + movedY];
  });
  return drawStrokes(placed, options);
}
