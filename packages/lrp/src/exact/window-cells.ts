/** Where a window meets an image. Each pair is of rows, then columns. */
export interface Geometry {
  /** Size of the input. */
  readonly input: readonly [number, number];
  /** Size of the output. */
  readonly output: readonly [number, number];
  /** Size of the window. */
  readonly window: readonly [number, number];
  /** From one window to the next. */
  readonly strides: readonly [number, number];
  /** Whether the input is padded as TensorFlow's `same` does. */
  readonly same: boolean;
}

/** A cell of a window on the image. */
export interface WindowCell {
  /** The output pixel. */
  readonly output: number;
  /** The cell of the window. */
  readonly cell: number;
  /** The input pixel. */
  readonly input: number;
}

/**
 * All cells where a window meets the image itself and not its padding, output by output and cell by cell.
 *
 * @param geometry - sizes
 * @returns the cells
 */
export const windowCells = ({ input, output, window, strides, same }: Geometry): WindowCell[] => {
  const padding = (axis: 0 | 1): number =>
    same ? Math.floor(Math.max(0, (output[axis] - 1) * strides[axis] + window[axis] - input[axis]) / 2) : 0;
  const [above, left] = [padding(0), padding(1)];
  const found: WindowCell[] = [];
  for (let row = 0; row < output[0]; row++)
    for (let column = 0; column < output[1]; column++)
      for (let cell = 0; cell < window[0] * window[1]; cell++) {
        const y = row * strides[0] + Math.floor(cell / window[1]) - above;
        const x = column * strides[1] + (cell % window[1]) - left;
        if (y >= 0 && y < input[0] && x >= 0 && x < input[1])
          found.push({ output: row * output[1] + column, cell, input: y * input[1] + x });
      }
  return found;
};
