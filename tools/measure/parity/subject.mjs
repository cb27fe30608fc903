import { classifier } from '@interp/core';
import { decoder } from '@interp/gan';
import { sampleDigits } from '@interp/mnist';
import { pretrained, pretrainedGenerator, pretrainedNovelty, pretrainedRbm } from '@interp/pretrained';

const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * What the methods are run on: the LeNet, the RBM with 100 hidden units, the generator and the detector that ship, and sample digits.
 *
 * @param {readonly number[]} [which] - the digits. Default all ten
 * @param {number} [share] - of the steps of methods that take many. Default 1, all
 */
export async function subject(which = all, share = 1) {
  const [model, machine, generator] = [
    await pretrained('lenet'),
    await pretrainedRbm('rbm-100'),
    await pretrainedGenerator('generator'),
  ];
  const detector = await pretrainedNovelty(classifier(await pretrained('lenet-relu')));
  const digits = sampleDigits().images(which);
  const made = decoder(generator);
  return { net: classifier(model), machine, made, digits, detector, share };
}
