import { checkObject, InterpError, shownValue } from '@interp/checks';

/** A picture as RGBA bytes, as `ImageData` of a canvas has them. */
export interface Picture {
  /** Red, green, blue and alpha of each pixel, row by row, not premultiplied: `4 * width * height` bytes. Read-only. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** Pixels across, at least 1. */
  readonly width: number;
  /** Pixels down, at least 1. */
  readonly height: number;
}

/** One number for each pixel, row by row. */
export interface Plane {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** `height * width` numbers. */
  readonly values: Float32Array;
}

/** How a pixel becomes one number from 0 to 255. */
export interface Look {
  /** Weights of red, green and blue, in 256ths; all zero looks at the opacity alone. */
  readonly weights: readonly [red: number, green: number, blue: number];
  /** The grey on which transparent parts lie. */
  readonly paper: number;
}

/** Brightness, as ITU-R BT.601 weighs the colours. */
export const brightness: Look['weights'] = [77, 150, 29];

/** Looks at the opacity. */
export const opacity: Look = { weights: [0, 0, 0], paper: 0 };

/**
 * Refuses what is no picture.
 *
 * @throws InterpError `bad-shape` for bytes that do not fit the size, `bad-option` for anything else
 */
export const checkPicture = (picture: Picture): void => {
  checkObject('the picture', picture);
  const { data, width, height } = picture;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray))
    throw new InterpError(
      'bad-option',
      `data is ${shownValue(data)}; expected a Uint8Array or Uint8ClampedArray of RGBA`,
    );
  for (const [name, side] of Object.entries({ width, height }))
    if (!Number.isSafeInteger(side) || side < 1)
      throw new InterpError('bad-option', `${name} is ${shownValue(side)}; expected a whole number of at least 1`);
  if (data.length !== 4 * width * height)
    throw new InterpError(
      'bad-shape',
      `data hold ${data.length} bytes; expected ${4 * width * height}, four for each of ${width} × ${height} pixels`,
    );
};

/**
 * Reduces a picture by averaging squares of pixels, the opaque ones counted more.
 *
 * @param picture - the picture
 * @param factor - side of a square in pixels; 1 gives the picture itself
 * @returns `ceil(height / factor)` by `ceil(width / factor)` pixels
 */
export const reducePicture = (picture: Picture, factor: number): Picture => {
  if (factor === 1) return picture;
  const { data, width, height } = picture;
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const reduced = new Uint8Array(4 * columns * rows);
  const sums = new Float64Array(4 * columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    const [from, to] = [row * factor, Math.min(height, (row + 1) * factor)];
    for (let y = from; y < to; y++)
      for (let column = 0, at = 4 * y * width; column < columns; column++) {
        let [red, green, blue, opaque] = [0, 0, 0, 0];
        const last = (column + 1) * factor;
        for (const end = 4 * (y * width + (last < width ? last : width)); at < end; at += 4) {
          const alpha = data[at + 3];
          red += alpha * data[at];
          green += alpha * data[at + 1];
          blue += alpha * data[at + 2];
          opaque += alpha;
        }
        sums[4 * column] += red;
        sums[4 * column + 1] += green;
        sums[4 * column + 2] += blue;
        sums[4 * column + 3] += opaque;
      }
    for (let column = 0, at = 4 * row * columns; column < columns; column++, at += 4) {
      const opaque = sums[4 * column + 3];
      const last = (column + 1) * factor;
      const count = ((last < width ? last : width) - column * factor) * (to - from);
      for (let c = 0; c < 3; c++) reduced[at + c] = opaque === 0 ? 0 : sums[4 * column + c] / opaque + 0.5;
      reduced[at + 3] = opaque / count + 0.5;
    }
  }
  return { data: reduced, width: columns, height: rows };
};

/**
 * Looks at a picture.
 *
 * @param picture - the picture
 * @param look - what is looked at
 * @returns numbers from 0 to 255
 */
export const lookAt = ({ data, width, height }: Picture, { weights, paper }: Look): Plane => {
  const [red, green, blue] = weights;
  const values = new Float32Array(width * height);
  const alone = red + green + blue === 0;
  for (let i = 0, at = 0; i < values.length; i++, at += 4) {
    const alpha = data[at + 3];
    const grey = (red * data[at] + green * data[at + 1] + blue * data[at + 2]) / 256;
    values[i] = alone ? alpha : alpha === 255 ? grey : (alpha * grey + (255 - alpha) * paper) / 255;
  }
  return { width, height, values };
};
