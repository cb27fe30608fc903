/** The numbers that stay finite in the 32 bits of a tensor, for `checkNumber`. */
export const singlePrecision = { min: -3.4e38, max: 3.4e38 } as const;

/** A block of an input along its spatial axes: the flat indices of its values. */
export type Window = readonly number[];

const starts = (length: number, window: number, stride: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((length - window) / stride)) + 1 }, (_, i) => i * stride);

/** Indices along one axis that a window covers, cut at the border. */
const coveredIndices = (start: number, window: number, length: number): number[] =>
  Array.from({ length: Math.min(window, length - start) }, (_, i) => start + i);

/**
 * The windows that slide over an input, row by row. The last axis of an input of two axes or more holds channels, which a window
 * covers whole; windows that reach beyond the border are cut.
 *
 * @param shape - shape of an input
 * @param window - size of a window along each spatial axis
 * @param stride - from one window to the next
 * @returns the windows
 */
export const windows = (shape: readonly number[], window: number, stride: number): Window[] => {
  const spatial = shape.length === 1 ? shape : shape.slice(0, -1);
  const channels = shape.length === 1 ? 1 : shape[shape.length - 1];
  const blocks = spatial.reduce<readonly Window[]>(
    (found, length) =>
      found.flatMap((block) =>
        starts(length, window, stride).map((start) =>
          block.flatMap((index) => coveredIndices(start, window, length).map((along) => index * length + along)),
        ),
      ),
    [[0]],
  );
  return blocks.map((block) =>
    block.flatMap((index) => Array.from({ length: channels }, (_, channel) => index * channels + channel)),
  );
};
