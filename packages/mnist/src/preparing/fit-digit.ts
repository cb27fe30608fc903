import type { Plane } from './picture.js';

/** Side of a prepared image, and of the box that the digit is fitted into (LeCun et al. 1998). */
const [side, box] = [28, 20];
/** Pixels of the box at the resolution at which thin strokes are thickened. */
const fine = 8;
/** The least width of strokes in pixels of the box, and what finer ones are given; of MNIST's one in ten is finer, the median 2.35. */
const [thinnest, thickened] = [1.8, 2.1];

/** A part of a plane, in its pixels, edges included. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** For each new pixel along one axis: the first old one that it covers, and how much of each. */
const coverage = (from: number, length: number, count: number, most: number) => {
  const scale = length / count;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const centre = from + (i + 0.5) * scale;
    const [start, end] = [centre - reach / 2, centre + reach / 2];
    const first = Math.max(0, Math.floor(start));
    const weights: number[] = [];
    for (let at = first; at < Math.min(most, end); at++)
      weights.push((Math.min(end, at + 1) - Math.max(start, at)) / reach);
    return { first, weights };
  });
};

/** Resamples a part of a plane by areas; what lies beyond the plane is 0. */
const resample = ({ width, height, values }: Plane, part: Part, columns: number, rows: number): Plane => {
  const across = coverage(part.left, part.width, columns, width);
  const down = coverage(part.top, part.height, rows, height);
  const narrow = new Float32Array(columns * height);
  const [firstRow, lastRow] = [down[0].first, down[rows - 1].first + down[rows - 1].weights.length];
  for (let y = firstRow; y < lastRow; y++)
    across.forEach(({ first, weights }, x) => {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * values[y * width + first + i];
      narrow[y * columns + x] = sum;
    });
  const out = new Float32Array(columns * rows);
  down.forEach(({ first, weights }, y) => {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * narrow[(first + i) * columns + x];
      out[y * columns + x] = sum;
    }
  });
  return { width: columns, height: rows, values: out };
};

/**
 * The mean width of strokes: twice their area by the length of their outline, which is the total variation of the ink.
 *
 * @param ink - from 0 to 1
 * @returns pixels
 */
export const strokeWidth = ({ width, height, values }: Plane): number => {
  const { sqrt } = Math;
  let [area, outline] = [0, 0];
  for (let y = -1; y < height; y++) {
    // The upper and the lower two of four neighbouring pixels; beyond the picture there is none.
    const [upper, lower] = [y < 0 ? -1 : y * width, y + 1 < height ? (y + 1) * width : -1];
    let [a, c] = [0, 0];
    for (let x = 0; x <= width; x++) {
      const b = upper < 0 || x === width ? 0 : values[upper + x];
      const d = lower < 0 || x === width ? 0 : values[lower + x];
      if (a + b + c + d > 0) {
        area += a;
        const dx = (b + d - a - c) / 2;
        const dy = (c + d - a - b) / 2;
        outline += sqrt(dx * dx + dy * dy);
      }
      a = b;
      c = d;
    }
  }
  return outline === 0 ? 0 : (2 * area) / outline;
};

/** Moves the edge of ink outwards, at each pixel to the strongest within a circle. */
const thicken = ({ width, height, values }: Plane, radius: number): Plane => {
  const reach = Math.ceil(radius);
  const [wide, high] = [width + 2 * reach, height + 2 * reach];
  const out = new Float32Array(wide * high);
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = Math.min(1, radius + 0.5 - Math.sqrt(dx * dx + dy * dy));
      if (weight <= 0) continue;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at = (y + dy + reach) * wide + x + dx + reach;
          const value = weight * values[y * width + x];
          if (value > out[at]) out[at] = value;
        }
    }
  return { width: wide, height: high, values: out };
};

/** The rectangle of what is at least half ink, with parts of pixels where its edges are grey. */
const extentOf = ({ width, height, values }: Plane): Part => {
  const most = (count: number, other: number, at: (i: number, j: number) => number): readonly [number, number] => {
    let [first, last, firstShare, lastShare] = [-1, -1, 0, 0];
    for (let i = 0; i < count; i++) {
      let strongest = 0;
      for (let j = 0; j < other; j++) {
        const value = values[at(i, j)];
        if (value > strongest) strongest = value;
      }
      if (strongest < 0.25) continue;
      const share = Math.min(1, strongest);
      if (first < 0) [first, firstShare] = [i, share];
      [last, lastShare] = [i, share];
    }
    if (first < 0) return [0, count];
    return first === last ? [first, last + 1] : [first + 1 - firstShare, last + lastShare];
  };
  const [left, right] = most(width, height, (x, y) => y * width + x);
  const [top, bottom] = most(height, width, (y, x) => y * width + x);
  return { left, top, width: right - left, height: bottom - top };
};

/** A digit in a picture of 28 by 28, and where that lies in the plane that it is from. */
export interface FittedDigit {
  /** Grey values 0 to 255, `[28, 28]`. */
  readonly pixels: Uint8Array;
  /** Side of one of its pixels in the plane. */
  readonly pixel: number;
  /** Its left edge in the plane. */
  readonly left: number;
  /** Its top edge. */
  readonly top: number;
}

/**
 * Fits a digit into a picture as MNIST's were (LeCun, Bottou, Bengio and Haffner 1998): its longer side becomes 20 pixels, by areas, and its
 * centre of mass the middle of 28 by 28. Strokes thinner than MNIST's are thickened before, as a fine pen in a large photograph would
 * all but vanish.
 *
 * @param ink - the digit alone, 0 paper to 1 ink
 * @returns the picture and its place
 */
export const fitDigit = (ink: Plane): FittedDigit => {
  let [plane, part] = [ink, extentOf(ink)];
  const { width: across, height: down } = part;
  const [middleX, middleY] = [part.left + across / 2, part.top + down / 2];
  const width = (box * strokeWidth(ink)) / Math.max(part.width, part.height);
  if (width < thinnest) {
    const scale = (box * fine) / Math.max(part.width, part.height);
    const small = resample(
      plane,
      part,
      Math.max(1, Math.round(part.width * scale)),
      Math.max(1, Math.round(part.height * scale)),
    );
    plane = thicken(small, (fine * (thickened - width)) / 2);
    part = extentOf(plane);
  }
  const longer = Math.max(part.width, part.height);
  // Thickened strokes are at another resolution, and longer by the width that they gained.
  const drawn = plane === ink ? longer : box * fine;
  const [columns, rows] = [part.width, part.height].map((length) => Math.max(1, Math.round((box * length) / longer)));
  const [wide, high] = [(columns * longer) / box, (rows * longer) / box];
  const { values } = resample(
    plane,
    { left: part.left + (part.width - wide) / 2, top: part.top + (part.height - high) / 2, width: wide, height: high },
    columns,
    rows,
  );
  const strongest = values.reduce((most, value) => Math.max(most, value), 0);
  const scale = strongest > 0 ? Math.min(1.5, 1 / strongest) : 1;
  let [mass, x, y] = [0, 0, 0];
  const greys = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, scale * value)));
  greys.forEach((grey, at) => {
    mass += grey;
    x += grey * (at % columns);
    y += grey * Math.floor(at / columns);
  });
  const shift = (moment: number, length: number): number =>
    Math.min(side - length, Math.max(0, mass === 0 ? 4 : Math.round(side / 2 - moment / mass)));
  const [left, top] = [shift(x, columns), shift(y, rows)];
  const out = new Uint8Array(side * side);
  greys.forEach((grey, at) => {
    out[(top + Math.floor(at / columns)) * side + left + (at % columns)] = grey;
  });
  const pixel = (longer * Math.max(across, down)) / (box * drawn);
  return {
    pixels: out,
    pixel,
    left: middleX - pixel * (left + columns / 2),
    top: middleY - pixel * (top + rows / 2),
  };
};
