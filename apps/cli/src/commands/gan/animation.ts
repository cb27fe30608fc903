import type { SnapshotSeries } from '@interp/gan';

const still = 700;
const last = 2000;

/**
 * A history as an animation: a grid of all samples at each step, with the step above.
 *
 * @param history - the samples
 * @returns the bytes of a GIF that goes on for ever
 */
export const ganAnimation = async ({ steps, count, imageShape, images }: SnapshotSeries): Promise<Uint8Array> => {
  const [{ imageGrid }, { svgToPng }, { default: sharp }] = await Promise.all([
    import('@interp/viz'),
    import('@interp/viz/node'),
    import('sharp'),
  ]);
  const size = images.length / steps.length;
  const frames = steps.map((step, i) =>
    svgToPng(
      imageGrid(
        { data: images.subarray(i * size, (i + 1) * size), shape: [count, ...imageShape] },
        { columns: Math.min(5, count), title: `after ${step} steps`, gap: 4 },
      ),
      { scale: 1 },
    ),
  );
  const delay = steps.map((_, i) => (i === steps.length - 1 ? last : still));
  const joined = sharp(
    frames.map((frame) => Buffer.from(frame)),
    { join: { animated: true } },
  );
  return joined.gif({ delay, loop: 0, colours: 64 }).toBuffer();
};
