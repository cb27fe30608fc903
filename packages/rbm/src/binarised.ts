import { checkNumber } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { checkedImages, hostTensor, hostValues } from '@interp/core/internal';

/**
 * Binarised images, 0 or 1, for binary visible units.
 *
 * @param images - what is binarised; borrowed
 * @param threshold - values above it become 1. Default 0, mid-grey of [-1, 1]
 * @returns the images, computed on access
 * @throws InterpError `bad-option` for a threshold that is not a number
 */
export const binarised = (images: LabelledImages, threshold = 0): LabelledImages => {
  checkNumber('threshold', threshold);
  const data = checkedImages('the data', images);
  return {
    size: data.size,
    inputShape: data.inputShape,
    labels: data.labels,
    images: (indices) => {
      const grey = data.images(indices);
      try {
        return hostTensor(grey.shape, (out) => {
          const values = hostValues(grey);
          for (let at = 0; at < out.length; at++) out[at] = Number(values[at] > threshold);
        });
      } finally {
        grey.dispose();
      }
    },
  };
};
