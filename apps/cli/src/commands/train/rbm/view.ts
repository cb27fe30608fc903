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

/** The filters of an RBM of images as a PNG: mid-grey is a weight of 0, black and white are the strongest. */
export const filtersPicture = async (rbm: Rbm, job: Job): Promise<Uint8Array> => {
  const [{ imageGrid }, { svgToPng }] = await Promise.all([import('@interp/viz'), import('@interp/viz/node')]);
  const images = filters(rbm);
  const weights = Float32Array.from(images.dataSync<'float32'>());
  images.dispose();
  const count = job.drawn(rbm.hidden);
  const data = weights.subarray(0, count * rbm.visible);
  const strongest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const picture = imageGrid(
    { data, shape: [count, ...rbm.inputShape], range: [-strongest, strongest] },
    { title: `${rbm.hidden} filters, weights up to ±${strongest.toPrecision(2)}`, scale: 2, gap: 4 },
  );
  return svgToPng(picture, { scale: 2 });
};
