import { classifier } from '@interp/core';
import { decoder } from '@interp/gan';
import { sampleDigits } from '@interp/mnist';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';

const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What the methods are run on: the LeNet, the RBM with 100 hidden units and the generator that ship, and the ten sample digits. */
export async function subject() {
  const [model, machine, generator] = [
    await pretrained('lenet'),
    await pretrainedRbm('rbm-100'),
    await pretrainedGenerator('generator'),
  ];
  const digits = sampleDigits().images(all);
  const made = decoder(generator);
  return { net: classifier(model), machine, made, digits };
}
