import { filters, type Rbm, type RbmEpochRecord } from '@interp/rbm';
import type { Job } from '../../../shell/job.js';
import { duration } from '../../../shell/text.js';

/** An epoch in a line. */
export const epochLine = (record: RbmEpochRecord, epochs: number): string => {
  const { epoch, reconstruction, freeEnergyGap, validationLogLikelihood, seconds } = record;
  return [
    `epoch ${epoch} of ${epochs}: reconstruction ${reconstruction.toFixed(4)}`,
    ...(freeEnergyGap === undefined ? [] : [`free-energy gap ${freeEnergyGap.toFixed(1)}`]),
    ...(validationLogLikelihood === undefined
      ? []
      : [`log-likelihood ${validationLogLikelihood.toFixed(1)} on validation images`]),
    duration(seconds),
  ].join(', ');
};

/** The filters of an RBM of images as a PNG. */
export const filtersPicture = async (rbm: Rbm, job: Job): Promise<Uint8Array> => {
  const [{ filterGrid, pixelsOf }, { svgToPng }] = await Promise.all([
    import('@interp/viz'),
    import('@interp/viz/node'),
  ]);
  const images = filters(rbm);
  const weights = await pixelsOf(images).finally(() => images.dispose());
  return svgToPng(filterGrid(weights, { most: job.drawn(rbm.hidden) }), { scale: 2 });
};
