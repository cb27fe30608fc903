import { drawnDigits, type ImageSet, type MnistSplit } from '@interp/mnist';

const sizes = { train: 4000, test: 1000 } as const;
const seeds = { train: 20, test: 19 } as const;
const opened = new Map<MnistSplit, ImageSet>();

/**
 * Digits drawn by code that stand in for MNIST where it is not there: always the same, 4,000 to train on and 1,000 others to test on, as
 * many of each class.
 *
 * @param split - which part
 * @returns the digits
 */
export const openDrawn = (split: MnistSplit): ImageSet => {
  const images = opened.get(split) ?? drawnDigits({ seed: seeds[split], count: sizes[split], noise: 8 });
  opened.set(split, images);
  return images;
};
