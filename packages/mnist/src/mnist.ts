import type { ImageSet } from './image-set.js';

/** The two parts of the data set. */
export type MnistSplit = 'train' | 'test';

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28, centred by their centre of mass (LeCun, Bottou,
 * Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998; thesis, section 1.3).
 */
export interface Mnist {
  /** The training images. */
  readonly train: ImageSet;
  /** The test images. */
  readonly test: ImageSet;
}
