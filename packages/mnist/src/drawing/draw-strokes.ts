import { checkedOptions, checkNumber } from '@interp/core/internal';
import { polyline, type Point, type Stroke } from './stroke.js';

/** How {@link drawStrokes} draws. */
export interface DrawOptions {
  /** Height and width of the picture in pixels. Default 28. */
  readonly size?: number;
  /** Width of the pen in pixels, measured where it is half as dark. Default 2.6. */
  readonly thickness?: number;
  /** Over how many pixels the edge of a stroke fades. Default 1.4. */
  readonly softness?: number;
}

const distanceSquared = (x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  const [ex, ey] = [x - ax - t * dx, y - ay - t * dy];
  return ex * ex + ey * ey;
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
  const { size = 28, thickness = 2.6, softness = 1.4 } = checkedOptions(options);
  checkNumber('size', size, { min: 1, max: 4096, integer: true });
  checkNumber('thickness', thickness, { above: 0 });
  checkNumber('softness', softness, { above: 0 });
  const reach = (thickness + softness) / 2;
  const nearest = new Float64Array(size * size).fill(reach * reach);
  const within = (value: number): number => Math.min(size, Math.max(0, value));
  for (const stroke of strokes) {
    const line = polyline(stroke);
    line.forEach((to, i) => {
      const from = line[Math.max(0, i - 1)];
      const left = within(Math.floor(Math.min(from[0], to[0]) - reach));
      const right = within(Math.ceil(Math.max(from[0], to[0]) + reach));
      const top = within(Math.floor(Math.min(from[1], to[1]) - reach));
      const bottom = within(Math.ceil(Math.max(from[1], to[1]) + reach));
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = row * size + column;
          nearest[at] = Math.min(nearest[at], distanceSquared(column + 0.5, row + 0.5, from, to));
        }
      }
    });
  }
  return Uint8Array.from(nearest, (square) => Math.round(255 * Math.min(1, (reach - Math.sqrt(square)) / softness)));
}
