import { checkList } from '@interp/checks';
import type { Classifier, DriveOptions } from '@interp/core';
import { checkBatch, checkedClassifier } from '@interp/core/internal';
import { dispose, gather, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { attack, type AttackOptions } from '../attack.js';
import type { AttackMethod, AttackStep } from '../attack-method.js';
import type { AttackedImage } from '../result.js';

/**
 * DeepFool's measure of robustness for each image: the length of the smallest perturbation that changes what the image is *predicted* as, over that of
 * the image, for values on [0, 1], in the attack's norm. After an attack from labels, images that were already wrong have not been attacked; they are
 * attacked here, from their prediction.
 *
 * @param classifier - the network
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param method - the attack, one that minimises the perturbation, such as `deepFool()`
 * @param items - what {@link attack} by this method said of each image
 * @param options - seed, batch size and signal of the attack on images that were wrong; after an abort the numbers are those so far
 * @returns a number for each image that an attack succeeded on, those that were wrong at the end; null where an image is at its lower bound everywhere.
 *   Their mean is ρ̂ of the paper
 * @throws InterpError as {@link attack}, and `bad-option` for another number of items than images
 *
 * Moosavi-Dezfooli, Fawzi & Frossard 2016, equation 15.
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { attack, deepFool, misclassified, predictionRho } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(x, tf.tensor2d([[1, -1], [-1, 1]])), { inputShape: [2], classes: 2, bounds: [0, 1] });
 * const x = tf.tensor2d([[0.3, 0.1], [0.2, 0.8]]);
 * const { items } = await attack(net, x, deepFool(), { criterion: misclassified([0, 0]) });
 * console.log(items.map(({ outcome }) => outcome)); // [ 'succeeded', 'already-wrong' ]
 * console.log((await predictionRho(net, x, deepFool(), items)).length); // 2
 * ```
 */
export const predictionRho = async (
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  items: readonly AttackedImage[],
  options: Pick<AttackOptions & DriveOptions<AttackStep>, 'seed' | 'batchSize' | 'signal'> = {},
): Promise<readonly (number | null)[]> => {
  checkBatch(checkedClassifier(classifier), x);
  checkList('the items', items, { length: x.shape[0] });
  const key = method.norm.name === 'linf' ? 'rhoLinf' : 'rhoL2';
  const rhos = (all: readonly AttackedImage[]) =>
    all.filter(({ outcome }) => outcome === 'succeeded').map((item) => item[key]);
  const wrong = items.flatMap(({ outcome }, i) => (outcome === 'already-wrong' ? [i] : []));
  if (wrong.length === 0) return rhos(items);
  const some = tidy(() => gather(x, tensor1d(wrong, 'int32')));
  const again = await attack(classifier, some, method, options).finally(() => some.dispose());
  dispose([again.adversarial, again.perturbation]);
  return [...rhos(items), ...rhos(again.items)];
};
