import { drawStrokes, type DrawOptions } from './draw-strokes.js';
import { polyline, type Point, type Stroke } from './stroke.js';

/**
 * Strokes whose points are moved.
 *
 * @param strokes - any strokes
 * @param move - gives the new place of a point
 * @returns new strokes
 */
export const moveStrokes = (strokes: readonly Stroke[], move: (point: Point) => Point): readonly Stroke[] =>
  strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(move) }));

/**
 * Draws strokes as MNIST has its digits: scaled to fit a box of 20×20 pixels with the pen's width inside, then shifted so that
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
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (20 - options.thickness) / Math.max(right - left, bottom - top);
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

const centreOfMass = (pixels: Uint8Array): Point => {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((grey, at) => {
    mass += grey;
    x += grey * ((at % 28) + 0.5);
    y += grey * (Math.floor(at / 28) + 0.5);
  });
  return [x / mass, y / mass];
};
