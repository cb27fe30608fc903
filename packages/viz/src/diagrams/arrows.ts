import type { Point } from './graph-layout.js';

const head = 9;

const xy = ([x, y]: Point): string => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;

/** How an edge is drawn. */
export interface Stroke {
  /** Colour. */
  readonly colour: string;
  /** Width in pixels. Default 1.5. */
  readonly width?: number;
  /** Whether it has an arrow's head at its end. Default true. */
  readonly head?: boolean;
  /** Lengths of dashes and gaps. Default a whole line. */
  readonly dashes?: string;
}

/** The point that is a given number of pixels before another. */
const before = (end: Point, from: Point, by: number): Point => {
  const length = Math.hypot(end[0] - from[0], end[1] - from[1]) || 1;
  return [end[0] - ((end[0] - from[0]) * by) / length, end[1] - ((end[1] - from[1]) * by) / length];
};

/**
 * A curve with an arrow's head.
 *
 * @param points - start and control points of cubic Bézier curves
 * @param stroke - colour, width, head
 * @returns SVG elements
 */
export const arrow = (
  points: readonly Point[],
  { colour, width = 1.5, head: headed = true, dashes }: Stroke,
): string[] => {
  const tip = points[points.length - 1];
  const towards = points[points.length - 2];
  const base = before(tip, towards, head);
  const curve = headed ? [...points.slice(0, -1), before(tip, towards, head - 1)] : points;
  const curves = Array.from(
    { length: (curve.length - 1) / 3 },
    (_, i) =>
      `C${curve
        .slice(3 * i + 1, 3 * i + 4)
        .map(xy)
        .join(' ')}`,
  );
  const [across, along] = [(base[0] - tip[0]) * 0.42, (base[1] - tip[1]) * 0.42];
  const corners: Point[] = [tip, [base[0] - along, base[1] + across], [base[0] + along, base[1] - across]];
  return [
    `<path d="M${xy(curve[0])}${curves.join('')}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}/>`,
    ...(headed ? [`<path d="M${corners.map(xy).join('L')}Z" fill="${colour}"/>`] : []),
  ];
};
