import { InterpError } from '@interp/core';
import { float32Entry, int32Entry } from '@interp/files';
import { imageNames, type Images } from '@interp/images';
import { fetchMnist, mnistCacheFolder, verifyMnist, type Verification } from '@interp/mnist/node';
import { findData, openMnist } from '../../inputs/mnist.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { table } from '../../shell/terminal/table.js';
import type { DataOptions } from './options.js';

/** A size in bytes for people. */
export const bytes = (n: number): string =>
  n < 1000 ? `${n} B` : n < 1e6 ? `${(n / 1e3).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`;

/** The report on the four files, as text. */
const filesText = (folder: string, { files }: Verification): string =>
  [
    folder,
    table(files.map(({ name, status, bytes: size, md5, reason }) => [name, status, bytes(size), reason ?? md5])),
  ].join('\n');

/** Downloads MNIST. */
export const fetchData = async (options: DataOptions, job: Job): Promise<Result> => {
  const folder = options.data ?? (job.env['INTERP_DATA'] || mnistCacheFolder());
  await job.checkWritable(folder);
  let view = job.progress('fetch');
  let total = 0;
  const report = await fetchMnist(folder, {
    mirrors: options.mirror,
    plainHttp: options.plainHttp,
    signal: job.signal,
    onStep: (step) => {
      if (step.total !== undefined && step.total !== total) {
        view.stop();
        total = step.total;
        view = job.progress('fetch', total);
      }
      view.update(step.step, step.value.file);
    },
  }).finally(() => view.stop());
  const verification = await verifyMnist(folder);
  return {
    json: {
      folder,
      ...report,
      ok: verification.ok,
      files: verification.files.map((file, i) => ({ ...report.files[i], ...file })),
    },
    text: filesText(folder, verification),
  };
};

/** Compares the files of MNIST with their checksums; files that are wrong are an error. */
export const verifyData = async (options: DataOptions, job: Job): Promise<Result> => {
  const folder = await findData(options, job);
  const report = await verifyMnist(folder);
  const wrong = report.files.filter(({ status }) => status !== 'ok');
  if (wrong.length > 0) {
    const what = wrong.map(({ name, status, reason }) => `${name} (${reason ?? status})`).join(', ');
    throw new InterpError('bad-checksum', `MNIST in ${folder} is not right: ${what}; run interp data fetch`);
  }
  return { json: { folder, ...report }, text: `${filesText(folder, report)}\nall four files are right` };
};

const digits = { inputShape: [28, 28, 1] };

const labelsOf = (images: Images): readonly (number | undefined)[] =>
  Array.from({ length: images.size }, (_, i) => images.label(i));

const tensorsOf = (images: Images): NonNullable<Result['tensors']> => {
  const known = labelsOf(images).filter((label) => label !== undefined);
  return [
    ['images', float32Entry([images.size, ...digits.inputShape], images.pixels(0, images.size))],
    ...(known.length === images.size ? [['labels', int32Entry([images.size], known)] as const] : []),
  ];
};

const countsOf = (labels: ArrayLike<number>): readonly number[] => {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
};

/** What MNIST holds, and its first images. */
const showMnist = async (options: DataOptions, job: Job): Promise<Result> => {
  const folder = await findData(options, job);
  const report = await verifyMnist(folder);
  const [train, test] = [await openMnist('train', options, job), await openMnist('test', options, job)];
  const splits = Object.entries({ train, test }).map(([split, { size, labels }]) => ({
    split,
    size,
    perClass: countsOf(labels),
  }));
  const rows = splits.map(({ split, size, perClass }) => [split, String(size), ...perClass.map(String)]);
  const head = ['', 'images', ...Array.from({ length: 10 }, (_, c) => `of ${c}`)];
  const first = await job.readInputs([`mnist:train/0-${Math.min(100, train.size) - 1}`], digits, options);
  return {
    json: { folder, ...report, splits },
    text: `${filesText(folder, report)}\n${table([head, ...rows])}`,
    inputs: imageNames(first, first.size),
    tensors: tensorsOf(first),
    picture: () => pictureOfImages(first, digits.inputShape, labelsOf(first).map(String), job),
  };
};

/** Shows what MNIST holds, or some images. */
export const showData = async (inputs: readonly string[], options: DataOptions, job: Job): Promise<Result> => {
  if (inputs.length === 0) return showMnist(options, job);
  const images = await job.readInputs(inputs, digits, options);
  const labels = labelsOf(images);
  const captions = labels.map((label) => (label === undefined ? '' : String(label)));
  return {
    inputs: imageNames(images, images.size),
    json: labels.map((label, i) => ({ input: images.name(i), label })),
    text: table(captions.map((caption, i) => [images.name(i), caption])),
    tensors: tensorsOf(images),
    picture: () => pictureOfImages(images, digits.inputShape, captions, job),
    preview: (width) => previewOfImages(images, digits.inputShape, captions, width, job),
  };
};
