/** How one axis of pictures becomes one of inputs: each place of the input is a weighted mean of places of the picture, or lies beside it. */
export interface ResizedAxis {
  /** Pixels of the picture along it. */
  readonly from: number;
  /** Places of the input along it. */
  readonly to: number;
  /** The part of the picture that all places of the input show, in its pixels: where it starts, and how long it is. It may go beyond the picture. */
  readonly frame: readonly [start: number, length: number];
  /** The first pixel that a place of the input takes; 0 for one beside the picture. */
  readonly first: Int32Array;
  /** The shares of the pixels from the first one on, which add up to 1; none for a place beside the picture. */
  readonly shares: readonly Float64Array[];
}

/** How pictures of other proportions are fitted. */
export type Fit = 'cover' | 'contain' | 'stretch';

/** The shares of pixels around a place, by a triangle as wide as the place, and two pixels wide at least. */
const sharesAround = (centre: number, reach: number, from: number): { first: number; shares: Float64Array } => {
  const first = Math.max(0, Math.floor(centre - reach + 0.5));
  const end = Math.min(from, Math.floor(centre + reach + 0.5));
  const shares = Float64Array.from({ length: end - first }, (_, i) =>
    Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach),
  );
  const sum = shares.reduce((all, share) => all + share, 0);
  return { first, shares: shares.map((share) => share / sum) };
};

/** An axis of which the part from `start`, `length` pixels long, is shown by `within` places from place `before` on. */
const resizedAxis = (
  from: number,
  to: number,
  [start, length]: readonly [number, number] = [0, from],
  [before, within]: readonly [number, number] = [0, to],
): ResizedAxis => {
  const step = length / within;
  const first = new Int32Array(to);
  const shares = Array.from({ length: to }, (_, place): Float64Array => {
    if (place < before || place >= before + within) return new Float64Array();
    const around = sharesAround(start + (place - before + 0.5) * step, Math.max(1, step), from);
    first[place] = around.first;
    return around.shares;
  });
  return { from, to, frame: [start - before * step, to * step], first, shares };
};

/** Both axes of a picture. */
export interface FittedAxes {
  /** From top to bottom. */
  readonly rows: ResizedAxis;
  /** From left to right. */
  readonly columns: ResizedAxis;
}

/**
 * How a picture of a size is fitted to an input of another size, linearly and with as much smoothing as it is made smaller (bilinear, antialiased,
 * as Pillow and torchvision do it).
 *
 * @param picture - width and height in pixels
 * @param inputShape - height and width of the input, channels do not matter
 * @param fit - how other proportions are fitted
 * @returns how each axis is resized
 */
export const fittedAxes = (
  { width, height }: { readonly width: number; readonly height: number },
  [rows, columns]: readonly number[],
  fit: Fit,
): FittedAxes => {
  if (fit === 'stretch') return { rows: resizedAxis(height, rows), columns: resizedAxis(width, columns) };
  const scales = [rows / height, columns / width];
  if (fit === 'cover') {
    const scale = Math.max(...scales);
    const middle = (from: number, to: number) => [(from - to / scale) / 2, to / scale] as const;
    return {
      rows: resizedAxis(height, rows, middle(height, rows)),
      columns: resizedAxis(width, columns, middle(width, columns)),
    };
  }
  const scale = Math.min(...scales);
  const inner = (from: number, to: number): readonly [number, number] => {
    const within = Math.min(to, Math.max(1, Math.round(from * scale)));
    return [Math.floor((to - within) / 2), within];
  };
  return {
    rows: resizedAxis(height, rows, undefined, inner(height, rows)),
    columns: resizedAxis(width, columns, undefined, inner(width, columns)),
  };
};

/** The part of a picture that an input shows: left edge, top edge, width, height, in pixels. With a border it goes beyond the picture. */
export const frameOf = ({
  rows,
  columns,
}: FittedAxes): readonly [x: number, y: number, width: number, height: number] => [
  columns.frame[0],
  rows.frame[0],
  columns.frame[1],
  rows.frame[1],
];

/** Whether some places of an input lie beside the picture. */
export const hasBorder = ({ rows, columns }: FittedAxes): boolean =>
  [rows, columns].some(({ shares }) => shares.some(({ length }) => length === 0));
