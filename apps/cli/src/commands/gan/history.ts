import { dirname, extname } from 'node:path';
import { float32Entry } from '@interp/core';
import { generatorHistory } from '@interp/pretrained';
import type { GanHistoryOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';
import { ganAnimation } from './animation.js';
import { readHistory } from './history-file.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';
import { checkWritable, write } from '../../shell/places.js';

/** Draws how samples of the same latent codes changed during a training: Figure 2.3. */
export const ganHistory = async (folder: string | undefined, job: Job<GanHistoryOptions>): Promise<Outcome> => {
  const { animation } = job.options;
  if (animation !== undefined) {
    if (extname(animation).toLowerCase() !== '.gif')
      throw new UsageError(`--animation is ${JSON.stringify(animation)}; expected a file that ends in .gif`);
    await checkWritable(dirname(animation));
  }
  const history = folder === undefined ? await generatorHistory() : await readHistory(folder);
  const { steps, count, imageShape, images } = history;
  if (animation !== undefined) {
    await write(animation, await ganAnimation(history));
    job.note(`wrote ${animation}`);
  }
  const shape = [steps.length * count, ...imageShape];
  return {
    json: { source: folder ?? 'generator', steps, count, ...(animation !== undefined && { animation }) },
    text: `${count} samples of the same latent codes after ${steps.join(', ')} steps${folder === undefined ? ' of the training of the generator that ships' : ''}`,
    tensors: [['images', float32Entry(shape, images)]],
    metadata: [['steps', steps.join()]],
    picture: async (say) => {
      const { imageGrid } = await import('@interp/viz');
      return imageGrid(
        { data: images, shape },
        { columns: count, rowTitles: steps.map((step) => say(`step ${step}`, `paso ${step}`)), gap: 2 },
      );
    },
  };
};
