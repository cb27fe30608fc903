import { dirname, extname } from 'node:path';
import { float32Entry } from '@interp/files';
import { readNamedFile } from '@interp/files/internal';
import { decodeSnapshots, type SnapshotSeries } from '@interp/gan';
import { generatorHistory } from '@interp/pretrained';
import { historyFile } from '@interp/pretrained/node';
import { UsageError } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import type { GanHistoryOptions } from './options.js';

/** Reads the samples that a training kept on the way; throws InterpError `not-found`, `bad-file`. */
export const readHistory = async (
  folder: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<SnapshotSeries> => {
  const file = historyFile(folder);
  const expected = 'the folder of interp train gan, or no folder for the history of the generator that ships';
  return decodeSnapshots(await readNamedFile(file, '', expected, signal), file);
};

/** Milliseconds that a frame stays, and the last one. */
const [still, last] = [700, 2000];

/** A history as a GIF that goes on for ever. */
const animate = async (history: SnapshotSeries): Promise<Uint8Array> => {
  const [{ snapshotFrames }, { svgToPng }, { animatedGif }] = await Promise.all([
    import('@interp/viz'),
    import('@interp/viz/node'),
    import('@interp/images/node'),
  ]);
  const frames = snapshotFrames(history).map((svg) => svgToPng(svg, { scale: 1 }));
  return animatedGif(frames, { delay: frames.map((_, i) => (i === frames.length - 1 ? last : still)), colours: 64 });
};

/** Draws how samples of the same latent codes changed during a training: Figure 2.3. */
export const run = async (folder: string | undefined, { animation }: GanHistoryOptions, job: Job): Promise<Result> => {
  if (animation !== undefined) {
    if (extname(animation).toLowerCase() !== '.gif')
      throw new UsageError(`--animation is ${JSON.stringify(animation)}; expected a file that ends in .gif`);
    await job.checkWritable(dirname(animation));
  }
  const history = folder === undefined ? await generatorHistory() : await readHistory(folder, job);
  const { steps, count, imageShape, images } = history;
  if (animation !== undefined) {
    await job.write(animation, await animate(history));
    job.note(`wrote ${animation}`);
  }
  const shape = [steps.length * count, ...imageShape];
  return {
    json: { source: folder ?? 'generator', steps, count, animation },
    text: `${count} samples of the same latent codes after ${steps.join(', ')} steps${folder === undefined ? ' of the training of the generator that ships' : ''}`,
    tensors: [['images', float32Entry(shape, images)]],
    metadata: [['steps', steps.join()]],
    picture: async () => (await import('@interp/viz')).snapshotGrid(history),
  };
};
