/** Sizes of a convolution or of pooling over volumes, as TensorFlow.js computes them. */
export interface VolumeInfo {
  /** Images of a batch. */
  readonly batchSize: number;
  /** Sizes of the input. */
  readonly inDepth: number;
  /** Its rows. */
  readonly inHeight: number;
  /** Its columns. */
  readonly inWidth: number;
  /** Sizes of the output. */
  readonly outDepth: number;
  /** Its rows. */
  readonly outHeight: number;
  /** Its columns. */
  readonly outWidth: number;
  /** Steps between windows. */
  readonly strideDepth: number;
  /** From row to row. */
  readonly strideHeight: number;
  /** From column to column. */
  readonly strideWidth: number;
  /** Sizes of a window. */
  readonly filterDepth: number;
  /** Its rows. */
  readonly filterHeight: number;
  /** Its columns. */
  readonly filterWidth: number;
  /** How far the first window begins before the input. */
  readonly padInfo: { readonly front: number; readonly top: number; readonly left: number };
}

/**
 * Goes over the cells of each window that lie on the input, in row-major order.
 *
 * @param info - the sizes
 * @param visit - is given the window's number, the number of the cell in the input and in the window
 */
export const eachCell = (info: VolumeInfo, visit: (window: number, cell: number, place: number) => void): void => {
  const { front, top, left } = info.padInfo;
  let window = 0;
  for (let n = 0; n < info.batchSize; n++)
    for (let d = -front, i = 0; i < info.outDepth; i++, d += info.strideDepth)
      for (let h = -top, j = 0; j < info.outHeight; j++, h += info.strideHeight)
        for (let w = -left, k = 0; k < info.outWidth; k++, w += info.strideWidth, window++)
          for (let a = Math.max(0, -d); a < info.filterDepth && d + a < info.inDepth; a++)
            for (let b = Math.max(0, -h); b < info.filterHeight && h + b < info.inHeight; b++)
              for (let c = Math.max(0, -w); c < info.filterWidth && w + c < info.inWidth; c++) {
                const cell = ((n * info.inDepth + d + a) * info.inHeight + h + b) * info.inWidth + w + c;
                visit(window, cell, (a * info.filterHeight + b) * info.filterWidth + c);
              }
};
