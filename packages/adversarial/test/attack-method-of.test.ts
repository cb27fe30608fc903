import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import * as adversarial from '@interp/adversarial';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';

const { attack, attackMethodOf, bim, carliniWagner, deepFool, fgsm, l1, l2, linf, momentumPgd, noise, pgd } =
  adversarial;

beforeAll(() => startBackend('wasm'));

const net = classifier((x) => tf.matMul(x, tf.tensor2d([1, -1, -1, 1], [2, 2])), {
  inputShape: [2],
  classes: 2,
  bounds: [0, 1],
});
const images = (): tf.Tensor => tf.tensor2d([0.3, 0.1, 0.2, 0.8, 0.9, 0.4], [3, 2]);

const cases: readonly (readonly [adversarial.AttackMethodOptions, adversarial.AttackMethod])[] = [
  [{ method: 'fgsm', epsilon: 0.2 }, fgsm({ epsilon: 0.2 })],
  [{ method: 'fgsm', epsilon: 0.2, norm: 'l1' }, fgsm({ epsilon: 0.2, norm: l1 })],
  [{ method: 'bim', epsilon: 0.2, steps: 3, stepSize: 0.1 }, bim({ epsilon: 0.2, steps: 3, stepSize: 0.1 })],
  [{ method: 'pgd', epsilon: 0.5, norm: 'l2', steps: 3 }, pgd({ epsilon: 0.5, norm: l2, steps: 3 })],
  [{ method: 'momentum-pgd', epsilon: 0.3, momentum: 0.5 }, momentumPgd({ epsilon: 0.3, momentum: 0.5 })],
  [{ method: 'deepfool', form: 'paper', norm: 'linf' }, deepFool({ form: 'paper', norm: linf })],
  [{ method: 'carlini-wagner', steps: 20, searches: 1 }, carliniWagner({ steps: 20, searches: 1 })],
  [{ method: 'noise', epsilon: 0.5, draws: 3 }, noise({ epsilon: 0.5, draws: 3 })],
];

test.each(cases)('%j is the attack of that name', async (options, wanted) => {
  const made = attackMethodOf(JSON.parse(JSON.stringify(options)) as typeof options);
  expect([made.name, made.norm.name, made.epsilon]).toEqual([wanted.name, wanted.norm.name, wanted.epsilon]);
  const x = images();
  const [ours, theirs] = [await attack(net, x, made, { seed: 3 }), await attack(net, x, wanted, { seed: 3 })];
  expect(ours.adversarial.dataSync()).toEqual(theirs.adversarial.dataSync());
  expect(ours.items).toEqual(theirs.items);
  tf.dispose([x, ours.adversarial, ours.perturbation, theirs.adversarial, theirs.perturbation]);
});

test.each([
  [{ method: 'hammer' }, /method/],
  [{ epsilon: 1 }, /method/],
  [{ method: 'fgsm' }, /epsilon/],
  [{ method: 'fgsm', epsilon: -1 }, /epsilon/],
  [{ method: 'fgsm', epsilon: 1, norm: 'l3' }, /norm/],
  [{ method: 'fgsm', epsilon: 1, steps: 3 }, /^the option steps means nothing to fgsm; leave it out$/],
  [{ method: 'deepfool', epsilon: 1 }, /^the option epsilon means nothing to deepfool/],
  [{ method: 'deepfool', norm: 'l1' }, /not defined/],
  [{ method: 'pgd', epsilon: 1, step: 3 }, /did you mean "steps"/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => attackMethodOf(options as never));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});

describe('ρ of predictions', () => {
  test.each(['l2', 'linf'] as const)('is what an attack without labels gives, in %s', async (norm) => {
    const x = images();
    const method = deepFool({ norm: { l2, linf }[norm] });
    const labelled = await attack(net, x, method, { criterion: adversarial.misclassified([0, 0, 1]) });
    const predicted = await attack(net, x, method);
    const before = tf.memory().numTensors;
    expect(labelled.items.map(({ outcome }) => outcome)).toEqual(['succeeded', 'already-wrong', 'already-wrong']);
    const rhos = await adversarial.predictionRho(net, x, method, labelled.items);
    expect(tf.memory().numTensors).toBe(before);
    expect(rhos).toEqual(predicted.items.map((item) => item[norm === 'l2' ? 'rhoL2' : 'rhoLinf']));
    // Nothing was wrong: nothing is attacked again.
    expect(await adversarial.predictionRho(net, x, method, predicted.items)).toEqual(rhos);
    tf.dispose([labelled, predicted].flatMap(({ adversarial: found, perturbation }) => [found, perturbation]));
    x.dispose();
  });
});
