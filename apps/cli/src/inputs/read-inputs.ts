import { InterpError } from '@interp/core';
import type { InputOptions } from '../shell/common-options.js';
import type { Job } from '../shell/job.js';
import { openMnist } from './open-mnist.js';
import { joined, type Images } from './images.js';
import { labelled } from './labelled.js';

type Reader = (spec: string, shape: readonly number[], job: Job<InputOptions>, classes?: number) => Promise<Images>;

const sample: Reader = async (spec) => {
  const text = spec.slice('sample:'.length);
  if (!/^\d$/.test(text))
    throw new InterpError('bad-option', `${JSON.stringify(spec)} is not there; expected sample:0 to sample:9`);
  const { sampleDigits } = await import('@interp/mnist');
  return labelled(sampleDigits(), Uint32Array.of(Number(text)), () => spec);
};

const mnist: Reader = async (spec, _shape, job) => {
  const { parseReference, resolveReference } = await import('@interp/mnist');
  const reference = parseReference(spec.slice('mnist:'.length));
  const { split } = reference;
  const set = await openMnist(split, job);
  const indices = resolveReference({ [split]: set }, reference);
  return labelled(set, indices, (position) => (indices.length === 1 ? spec : `mnist:${split}/${position}`));
};

const drawn: Reader = async (spec) => {
  const { parseReference, resolveReference } = await import('@interp/mnist');
  const { openDrawn } = await import('./drawn.js');
  const reference = parseReference(spec.slice('drawn:'.length));
  const { split } = reference;
  const set = openDrawn(split);
  const indices = resolveReference({ [split]: set }, reference);
  return labelled(set, indices, (position) => (indices.length === 1 ? spec : `drawn:${split}/${position}`));
};

const readers: readonly (readonly [match: RegExp, reader: Reader])[] = [
  [/^sample:/, sample],
  [/^mnist:/, mnist],
  [/^drawn:/, drawn],
  [
    /\.safetensors(?:#.*)?$/is,
    async (spec, shape, _job, classes) =>
      (await import('./safetensors-images.js')).safetensorsImages(spec, shape, classes),
  ],
  [
    /(?:)/,
    async (spec, shape, { options: { invert } }) =>
      (await import('./image-file.js')).imageFile(spec, { shape, ...(invert !== undefined && { invert }) }),
  ],
];

/**
 * Reads what stands for images on the command line.
 *
 * @param specs - the inputs, each one image or several
 * @param shape - height, width and channels that the classifier takes
 * @param job - says where MNIST is, and whether to invert image files
 * @param classes - how many the classifier has, which labels of files must be of; without it they are not looked at
 * @returns all images, in order
 * @throws InterpError for the first input that cannot be read
 */
export const readInputs = async (
  specs: readonly string[],
  shape: readonly number[],
  job: Job<InputOptions>,
  classes?: number,
): Promise<Images> => {
  if (shape.length !== 3 || (shape[2] !== 1 && shape[2] !== 3))
    throw new InterpError(
      'unsupported-model',
      `the model takes inputs of the shape [${shape.join(', ')}]; expected [height, width, 1] or [height, width, 3]`,
    );
  const size = shape.reduce((product, n) => product * n, 1);
  const groups: Images[] = [];
  for (const spec of specs) {
    const [, reader] = readers.find(([match]) => match.test(spec))!;
    const images = await reader(spec, shape, job, classes);
    if (images.pixels(0, 1).length !== size)
      throw new InterpError(
        'bad-shape',
        `${spec} has ${images.pixels(0, 1).length} pixels; the model takes [${shape.join(', ')}]`,
      );
    groups.push(images);
  }
  return joined(groups);
};
