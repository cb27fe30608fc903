import type { Plane } from './picture.js';

/** Cells along the longer side of the small picture that the light is found in. */
const usualCells = 96;

/** Reduces a plane by averaging squares of values, `factor` on a side. */
export const reducePlane = ({ width, height, values }: Plane, factor: number): Plane => {
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const sums = new Float64Array(columns * rows);
  const reduced = new Float32Array(columns * rows);
  for (let row = 0, at = 0, from = 0; row < rows; row++, from += columns) {
    const [top, bottom] = [row * factor, Math.min(height, (row + 1) * factor)];
    for (let y = top; y < bottom; y++)
      for (let column = 0; column < columns; column++) {
        const last = (column + 1) * factor;
        let sum = sums[from + column];
        for (const end = y * width + (last < width ? last : width); at < end; at++) sum += values[at];
        sums[from + column] = sum;
      }
    for (let column = 0, left = 0; column < columns; column++, left += factor) {
      const wide = left + factor < width ? factor : width - left;
      reduced[from + column] = sums[from + column] / (wide * (bottom - top));
    }
  }
  return { width: columns, height: rows, values: reduced };
};

/** Solves a symmetric positive definite system of equations in place by elimination. */
const solve = (matrix: Float64Array[], right: Float64Array): Float64Array => {
  const n = right.length;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const share = matrix[j][i] / matrix[i][i];
      for (let k = i; k < n; k++) matrix[j][k] -= share * matrix[i][k];
      right[j] -= share * right[i];
    }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i] -= matrix[i][k] * right[k];
    right[i] /= matrix[i][i];
  }
  return right;
};

/** The six terms of a quadratic surface at each cell, whose places are from -1 to 1. */
const quadratic = (width: number, height: number): Float64Array => {
  const terms = new Float64Array(6 * width * height);
  for (let cell = 0; cell < width * height; cell++) {
    const x = (2 * (cell % width) + 1) / width - 1;
    const y = (2 * Math.floor(cell / width) + 1) / height - 1;
    terms.set([1, x, y, x * x, x * y, y * y], 6 * cell);
  }
  return terms;
};

const weightOf = (off: number): number => 1 / (1 + (off < 0 ? -off : off));

/** The quadratic surface of least absolute deviations, by reweighted least squares: what most of the paper follows. */
const smoothLight = ({ width, height, values }: Plane): Float32Array => {
  const surface = new Float32Array(values.length);
  const terms = quadratic(width, height);
  for (let round = 0; round < 8; round++) {
    const matrix = Array.from({ length: 6 }, () => new Float64Array(6));
    const right = new Float64Array(6);
    for (let cell = 0; cell < values.length; cell++) {
      const weight = round === 0 ? 1 : weightOf(values[cell] - surface[cell]);
      for (let i = 0; i < 6; i++) {
        const term = weight * terms[6 * cell + i];
        for (let j = i; j < 6; j++) matrix[i][j] += term * terms[6 * cell + j];
        right[i] += term * values[cell];
      }
    }
    // A little is added to the diagonal: pictures of one or two cells do not determine six numbers.
    for (let i = 0; i < 6; i++) {
      matrix[i][i] += 1e-6 * values.length;
      for (let j = 0; j < i; j++) matrix[i][j] = matrix[j][i];
    }
    const c = solve(matrix, right);
    for (let cell = 0; cell < values.length; cell++) {
      let sum = 0;
      for (let i = 0; i < 6; i++) sum += terms[6 * cell + i] * c[i];
      surface[cell] = sum;
    }
  }
  return surface;
};

/** The median of the cells around each cell, in quarters; values are from -512 to 512. */
const medians = ({ width, height, values }: Plane, radius: number): Float32Array => {
  const bins = new Int32Array(values.length);
  for (let at = 0; at < bins.length; at++) {
    const bin = 4 * values[at] + 2048.5;
    bins[at] = bin < 0 ? 0 : bin > 4095 ? 4095 : bin;
  }
  const out = new Float32Array(values.length);
  const counts = new Int32Array(4096);
  for (let y = 0; y < height; y++) {
    counts.fill(0);
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height - 1, y + radius)];
    let [count, below, median] = [0, 0, 0];
    const column = (x: number, one: 1 | -1): void => {
      for (let row = top; row <= bottom; row++) {
        const bin = bins[row * width + x];
        counts[bin] += one;
        if (bin < median) below += one;
      }
      count += one * (bottom - top + 1);
    };
    for (let x = 0; x < Math.min(width, radius); x++) column(x, 1);
    for (let x = 0; x < width; x++) {
      if (x + radius < width) column(x + radius, 1);
      if (x - radius > 0) column(x - radius - 1, -1);
      while (2 * below > count) below -= counts[--median];
      while (2 * (below + counts[median]) <= count) below += counts[median++];
      out[y * width + x] = (median - 2048) / 4;
    }
  }
  return out;
};

/** Averages of the cells around each cell that are known; where none is near, of those farther away. */
const spread = ({ width, height, values }: Plane, known: Uint8Array): Float32Array => {
  const out = new Float32Array(values.length);
  for (let cell = 0; cell < out.length; cell++) {
    const x = cell % width;
    const y = (cell - x) / width;
    let [sum, count] = [0, 0];
    for (let radius = 1; count < 3 && radius < 2 * (width + height); radius *= 2) {
      [sum, count] = [0, 0];
      const [top, bottom] = [y > radius ? y - radius : 0, y + radius < height ? y + radius : height - 1];
      const [left, right] = [x > radius ? x - radius : 0, x + radius < width ? x + radius : width - 1];
      for (let row = top; row <= bottom; row++)
        for (let at = row * width + left; at <= row * width + right; at++)
          if (known[at] === 1) {
            sum += values[at];
            count++;
          }
    }
    out[cell] = count > 0 ? sum / count : 0;
  }
  return out;
};

/** Cells that are, or are beside, what differs from the paper. */
const strangeCells = ({ width, height, values }: Plane, usual: Float32Array): Uint8Array => {
  const off = values.map((value, cell) => (value < usual[cell] ? usual[cell] - value : value - usual[cell]));
  const spreadOf = off.slice().sort()[off.length >> 1];
  const limit = Math.max(5, 4 * spreadOf);
  const strange = new Uint8Array(off.length);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (off[at] <= limit) continue;
      for (let row = y > 0 ? y - 1 : 0; row <= y + 1 && row < height; row++)
        for (let column = x > 0 ? x - 1 : 0; column <= x + 1 && column < width; column++)
          strange[row * width + column] = 1;
    }
  return strange;
};

/** Enlarges cells to the size of a plane, straight between their centres. */
const enlargeCells = (cells: Plane, factor: number, width: number, height: number): Float32Array => {
  const out = new Float32Array(width * height);
  const place = (at: number, count: number): number => Math.min(count - 1, Math.max(0, (at + 0.5) / factor - 0.5));
  const across = Float64Array.from({ length: width }, (_, x) => place(x, cells.width));
  const line = new Float64Array(cells.width);
  for (let y = 0, at = 0; y < height; y++) {
    const row = place(y, cells.height);
    const upper = Math.floor(row);
    const [lower, down] = [Math.min(cells.height - 1, upper + 1), row - upper];
    for (let x = 0; x < cells.width; x++)
      line[x] = cells.values[upper * cells.width + x] * (1 - down) + cells.values[lower * cells.width + x] * down;
    for (let x = 0; x < width; x++, at++) {
      const column = across[x];
      const left = column | 0;
      const share = column - left;
      out[at] = share === 0 ? line[left] : line[left] * (1 - share) + line[left + 1] * share;
    }
  }
  return out;
};

/**
 * What the picture would be without strokes: the paper, or the board, in its light. A quadratic surface takes the even fall of light, medians
 * of large windows the shadows, whose edges they keep; under what differs from both, the surroundings go on.
 *
 * @param plane - the picture
 * @param mostCells - how finely the light is looked at: cells along the longer side
 * @returns as many numbers
 */
export const paperOf = (plane: Plane, mostCells = usualCells): Float32Array => {
  const { width, height } = plane;
  const factor = Math.max(1, Math.ceil(Math.max(width, height) / mostCells));
  const cells = reducePlane(plane, factor);
  const smooth = smoothLight(cells);
  const { width: columns, height: rows } = cells;
  const plain = (values: Float32Array): Plane => ({ width: columns, height: rows, values });
  const rest = plain(cells.values.map((value, cell) => value - smooth[cell]));
  const usual = medians(rest, Math.max(3, Math.round(0.22 * Math.max(columns, rows))));
  const strange = strangeCells(rest, usual);
  const left = strange.reduce((sum, one) => sum + 1 - one, 0);
  const paper =
    left < 0.1 * strange.length
      ? usual
      : spread(
          rest,
          strange.map((one) => 1 - one),
        );
  return enlargeCells(plain(paper.map((value, cell) => value + smooth[cell])), factor, width, height);
};

/**
 * The paper of a drawing: one grey everywhere, that of most of its pixels.
 *
 * @param plane - the picture
 * @returns as many numbers, all the same
 */
export const flatPaper = ({ values }: Plane): Float32Array => {
  const counts = new Uint32Array(256);
  for (let at = 0; at < values.length; at++) counts[(values[at] + 0.5) | 0]++;
  return new Float32Array(values.length).fill(counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0)));
};
