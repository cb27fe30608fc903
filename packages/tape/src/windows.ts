/** How windows move along an axis. */
export interface WindowAxis {
  /** The axis of a tensor with the batch first and the channels last. */
  readonly axis: number;
  /** How many cells it has. */
  readonly length: number;
  /** How many windows there are. */
  readonly windows: number;
  /** How far apart they begin. */
  readonly stride: number;
  /** How many cells a window has. */
  readonly size: number;
  /** How many cells the first one begins before the axis. */
  readonly before: number;
}

/** One number for all axes, or one each. */
export type Sizes = number | readonly number[];

/** What lies around images, as TensorFlow.js' kernels take it. */
export type Pad = 'same' | 'valid' | number | readonly (readonly [number, number])[];

/** The axes that windows move along. */
export const windowAxes = (
  inputShape: readonly number[],
  outputShape: readonly number[],
  sizes: Sizes,
  strides: Sizes,
  pad: Pad,
): readonly WindowAxis[] =>
  inputShape.slice(1, -1).map((length, i) => {
    const axis = i + 1;
    const windows = outputShape[axis];
    const [size, stride] = [sizes, strides].map((one) => (typeof one === 'number' ? one : one[i]));
    const given = typeof pad === 'number' ? pad : pad === 'valid' ? 0 : pad === 'same' ? undefined : pad[axis][0];
    // Where windows are farther apart than they are long, TensorFlow.js begins those over volumes within the axis, and those over images at its start.
    const least = inputShape.length > 4 ? -Infinity : 0;
    const before = given ?? Math.floor(Math.max(least, (windows - 1) * stride + size - length) / 2);
    return { axis, length, windows, stride, size, before };
  });

/** How far the last window reaches beyond an axis; negative where cells are left over. */
export const beyond = ({ windows, stride, size, before, length }: WindowAxis): number =>
  (windows - 1) * stride + size - before - length;
