import { boolean, checkedBy, checkNumber, InterpError, number, optionsTable } from '@interp/checks';

/** Position and thickness of the seven segments, in pixels. */
export interface SegmentGeometry {
  /** Length of a segment, from corner to corner of the two squares that the seven make. Default three tenths of the image's shorter side, 8.4 of 28. */
  readonly length?: number;
  /** Thickness of a segment, below its length. Default a tenth of the image's shorter side, 2.8 of 28. */
  readonly thickness?: number;
  /** How far the digit leans, in pixels to the right per pixel upwards; below 0 it leans to the left. Default 0. */
  readonly slant?: number;
  /** Offset of its centre from that of the image, to the right and downwards. Default `[0, 0]`. */
  readonly shift?: readonly [right: number, down: number];
  /** Whether edges are grey in the proportion of the pixel that is covered; else a pixel is lit if its middle is. Default true. */
  readonly antialias?: boolean;
}

/** Default length and thickness of a segment, as parts of the image's shorter side. */
export const segmentShares = { length: 0.3, thickness: 0.1 } as const;

/** Checks and defaults of {@link SegmentGeometry}. */
export const segmentGeometry = optionsTable<SegmentGeometry>()({
  length: number({ above: 0 }),
  thickness: number({ above: 0 }),
  slant: number({ default: 0 }),
  shift: checkedBy<readonly [number, number]>(
    (name, value) => {
      if (!Array.isArray(value) || value.length !== 2)
        throw new InterpError('bad-option', `the ${name} is no pair; expected two numbers, to the right and downwards`);
      checkNumber(`the ${name} to the right`, value[0]);
      checkNumber(`the ${name} downwards`, value[1]);
    },
    { default: [0, 0] },
  ),
  antialias: boolean({ default: true }),
});

/** A geometry with defaults, for one image size. */
export interface FittedGeometry extends Required<SegmentGeometry> {
  /** Pixels down. */
  readonly height: number;
  /** Pixels across. */
  readonly width: number;
}

const brief = (value: number): string => String(Number(value.toFixed(2)));

/**
 * Fills in the defaults of a geometry and checks that all of it lies inside the image.
 *
 * @param geometry - as given
 * @param height - pixels down
 * @param width - pixels across
 * @returns the whole geometry
 * @throws InterpError `bad-option` for a number out of range, segments as thick as they are long, or a digit that leaves the image
 */
export const fitGeometry = (geometry: SegmentGeometry, height: number, width: number): FittedGeometry => {
  const side = Math.min(height, width);
  const given = segmentGeometry.withDefaults(geometry);
  const {
    length = segmentShares.length * side,
    thickness = segmentShares.thickness * side,
    slant,
    shift,
    antialias,
  } = given;
  if (thickness >= length)
    throw new InterpError(
      'bad-option',
      `segments ${brief(length)} long are ${brief(thickness)} thick; expected them thinner than long, or they cover each other`,
    );
  const high = length + thickness / 2;
  const wide = (length + thickness) / 2 + Math.abs(slant) * high;
  const [x, y] = [width / 2 + shift[0], height / 2 + shift[1]];
  if (x - wide < 0 || x + wide > width || y - high < 0 || y + high > height)
    throw new InterpError(
      'bad-option',
      `the digit reaches from ${brief(x - wide)} to ${brief(x + wide)} across and from ${brief(y - high)} to ${brief(y + high)} down; expected 0 to ${width} and 0 to ${height}; make length, thickness, slant or shift smaller`,
    );
  return { length, thickness, slant, shift: [shift[0], shift[1]], antialias, height, width };
};
