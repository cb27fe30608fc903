import { checkChoice, checkGivenText, InterpError } from '@interp/checks';
import { imageSet, type ImageSet } from '../image-set.js';
import type { Mnist, MnistSplit } from '../references.js';
import { readIdxImages } from '../idx/idx.js';
import { readIdxLabels } from '../idx/idx.js';
import { mnistFiles, namesOf, readMnistFile } from './mnist-files.js';

const fileOf = async (folder: string, split: MnistSplit, content: 'images' | 'labels') => {
  const wanted = mnistFiles.find((file) => file.split === split && file.content === content)!;
  const found = await readMnistFile(folder, wanted);
  if (!found) {
    throw new InterpError(
      'not-found',
      `${folder} has no ${namesOf(wanted)[0]}, nor the same uncompressed; fetch MNIST or name the folder that has it`,
    );
  }
  return found;
};

/**
 * Loads one part of MNIST from a folder; the test images alone take a sixth of the time of both.
 *
 * @param folder - has the files as mirrors name them, compressed or not (`t10k-images-idx3-ubyte.gz`, `t10k-images.idx3-ubyte`)
 * @param split - which part
 * @returns the images
 * @throws `not-found` if a file is missing; `bad-file` if one is no strict IDX file of 28×28 images or of labels, or if there
 *   are not as many labels as images
 */
export async function loadMnistSplit(folder: string, split: MnistSplit): Promise<ImageSet> {
  checkGivenText('the folder', folder, 'a path');
  checkChoice('split', split, ['train', 'test']);
  const [imageFile, labelFile] = [await fileOf(folder, split, 'images'), await fileOf(folder, split, 'labels')];
  const { count, rows, columns, pixels } = await readIdxImages(imageFile.bytes, { name: imageFile.path });
  if (rows !== 28 || columns !== 28) {
    throw new InterpError('bad-file', `${imageFile.path} has images of ${rows} x ${columns} pixels; expected 28 x 28`);
  }
  const labels = await readIdxLabels(labelFile.bytes, { name: labelFile.path });
  if (labels.length !== count) {
    throw new InterpError(
      'bad-file',
      `${imageFile.path} has ${count} images and ${labelFile.path} ${labels.length} labels; expected as many labels as images`,
    );
  }
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new InterpError(
      'bad-file',
      `${labelFile.path} has the label ${labels[wrong]} at position ${wrong}; expected 0 to 9, as MNIST has`,
    );
  return imageSet({ pixels, labels, name: split });
}

/**
 * Loads MNIST from a folder. Files of the same format, such as Fashion-MNIST's, load too: {@link verifyMnist} detects them.
 *
 * @param folder - as for {@link loadMnistSplit}
 * @returns both parts
 * @throws as {@link loadMnistSplit}
 *
 * @example
 * ```ts
 * import { findMnist, loadMnist } from '@interp/mnist/node';
 *
 * const folder = await findMnist().catch(() => undefined);
 * if (folder !== undefined) {
 *   const { train, test } = await loadMnist(folder);
 *   console.log(train.size, test.size); // 60000 10000
 * }
 * ```
 */
export async function loadMnist(folder: string): Promise<Mnist> {
  return { train: await loadMnistSplit(folder, 'train'), test: await loadMnistSplit(folder, 'test') };
}
