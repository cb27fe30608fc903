import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/core';
import { verifyMnist } from '@interp/mnist/node';
import type { DataOptions } from './command.js';
import { findData, openMnist } from '../../inputs/open-mnist.js';
import type { Images } from '../../inputs/images.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { table } from '../../shell/text.js';
import { filesText } from './verify.js';

const shape = [28, 28, 1];

const countsOf = (labels: ArrayLike<number>): readonly number[] => {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
};

const whole = async (job: Job<DataOptions>): Promise<Outcome> => {
  const folder = await findData(job);
  const report = await verifyMnist(folder);
  const parts = { train: await openMnist('train', job), test: await openMnist('test', job) };
  const splits = Object.entries(parts).map(([split, { size, labels }]) => ({
    split,
    size,
    perClass: countsOf(labels),
  }));
  const rows = splits.map(({ split, size, perClass }) => [split, String(size), ...perClass.map(String)]);
  const head = ['', 'images', ...Array.from({ length: 10 }, (_, c) => `of ${c}`)];
  const first = await readInputs([`mnist:train/0-${Math.min(100, parts.train.size) - 1}`], shape, job);

  const captions = Array.from({ length: first.size }, (_, i) => String(first.label(i)));
  return {
    json: { folder, ...report, splits },
    text: `${filesText(folder, report)}\n${table([head, ...rows])}`,
    tensors: tensorsOf(first),
    picture: () => pictureOfImages(first, shape, captions, job),
  };
};

const tensorsOf = (images: Images): readonly (readonly [string, SafetensorsEntry])[] => {
  const labels = Array.from({ length: images.size }, (_, i) => images.label(i));
  const known = labels.filter((label) => label !== undefined);
  return [
    ['images', float32Entry([images.size, ...shape], images.pixels(0, images.size))],
    ...(known.length === images.size ? [['labels', int32Entry([images.size], known)] as const] : []),
  ];
};

/** Shows what MNIST holds, or some images. */
export const dataShow = async (inputs: readonly string[], job: Job<DataOptions>): Promise<Outcome> => {
  if (inputs.length === 0) return whole(job);
  const images = await readInputs(inputs, shape, job);
  const rows = Array.from({ length: images.size }, (_, i) => {
    const label = images.label(i);
    return { input: images.name(i), ...(label !== undefined && { label }) };
  });
  const captions = rows.map(({ label }) => (label === undefined ? '' : String(label)));
  return {
    json: rows,
    text: table(rows.map(({ input, label }) => [input, label === undefined ? '' : String(label)])),
    tensors: tensorsOf(images),
    picture: () => pictureOfImages(images, shape, captions, job),
    preview: (width) => previewOfImages(images, shape, captions, width, job),
  };
};
