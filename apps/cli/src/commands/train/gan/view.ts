import type { GanEpochRecord } from '@interp/gan';
import { duration, percent } from '../../../shell/text.js';

/** An epoch in a line. */
export const epochLine = (
  { epoch, discriminatorLoss, generatorLoss, pairwiseAccuracy, seconds }: GanEpochRecord,
  epochs: number,
): string =>
  `epoch ${epoch} of ${epochs}: discriminator ${discriminatorLoss.toFixed(3)}, generator ${generatorLoss.toFixed(3)}, ` +
  `${percent(pairwiseAccuracy)} of the pairs told apart, ${duration(seconds)}`;
