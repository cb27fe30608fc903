import { filters, type Rbm } from '@interp/rbm';
import type { CommonOptions } from '../../../shell/common-options.js';
import type { Job } from '../../../shell/job.js';
import { drawn } from '../../../shell/pictures.js';
import { write } from '../../../shell/places.js';

/**
 * Writes the filters of an RBM as an image grid: mid-grey is a weight of 0, black and white are the strongest.
 *
 * @param path - a .png file
 * @param machine - an RBM of images; borrowed
 * @param job - the command at work
 */
export const writeFilters = async (path: string, machine: Rbm, job: Job<CommonOptions>): Promise<void> => {
  const { imageGrid } = await import('@interp/viz');
  const { svgToPng } = await import('@interp/viz/node');
  const images = filters(machine);
  const weights = Float32Array.from(images.dataSync<'float32'>());
  images.dispose();
  const count = drawn(machine.hidden, job);
  const data = weights.subarray(0, count * machine.visible);
  const strongest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const picture = imageGrid(
    { data, shape: [count, ...machine.inputShape], range: [-strongest, strongest] },
    { title: `${machine.hidden} filters, weights up to ±${strongest.toPrecision(2)}`, scale: 2, gap: 4 },
  );
  await write(path, svgToPng(picture, { scale: 2 }));
};
