import * as adversarial from '@interp/adversarial';
import { train } from '@interp/lenet';
import * as lrp from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { around, fuzzPackage, type Attempt } from './fuzz-package.js';
import { smallDigits, soon, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;

beforeAll(async () => {
  digits = await smallDigits();
});

type Build<Value> = (options: never) => Value;
const full = (options: unknown, given: object = { epsilon: 0.3 }): never => around(given, options);

/** The option that has no default, of those attacks that have it. */
const ballOf = (name: string): object => (['deepFool', 'carliniWagner'].includes(name) ? {} : { epsilon: 0.3 });

const attacked =
  (name: 'fgsm' | 'bim' | 'pgd' | 'momentumPgd' | 'deepFool' | 'carliniWagner' | 'noise'): Attempt =>
  (options) =>
    adversarial.attack(
      digits.net,
      digits.x,
      (adversarial[name] as Build<adversarial.AttackMethod>)(full(options, ballOf(name))),
      {
        criterion: adversarial.misclassified([1, 2]),
        ...soon(),
      },
    );

const trained =
  (name: 'fgsmTraining' | 'pgdTraining' | 'tradesTraining'): Attempt =>
  (options) =>
    train(digits.net.network!.model!, digits.data, {
      epochs: 1,
      adversarial: adversarial[name](full(options)),
      ...soon(),
    });

const fgsm = adversarial.fgsm({ epsilon: 0.3 });

/** What an attack says of an image that it left alone. */
const leftAlone = { outcome: 'already-wrong' } as adversarial.AttackedImage;

fuzzPackage('adversarial', {
  fgsm: attacked('fgsm'),
  bim: attacked('bim'),
  pgd: attacked('pgd'),
  momentumPgd: attacked('momentumPgd'),
  deepFool: attacked('deepFool'),
  carliniWagner: attacked('carliniWagner'),
  noise: attacked('noise'),
  fgsmTraining: trained('fgsmTraining'),
  pgdTraining: trained('pgdTraining'),
  tradesTraining: trained('tradesTraining'),
  attackMethodOf: (options) =>
    adversarial.attack(
      digits.net,
      digits.x,
      adversarial.attackMethodOf(around({ method: 'fgsm', epsilon: 0.3 }, options)),
      soon(),
    ),
  predictionRho: (options) =>
    adversarial.predictionRho(digits.net, digits.x, fgsm, [leftAlone, leftAlone], around({}, options)),
  matchedNoise: (options) => adversarial.matchedNoise(digits.x, digits.x, options),
  attack: (options) => adversarial.attack(digits.net, digits.x, fgsm, around({}, options, soon())),
  perturbed: (options) => adversarial.perturbed(digits.net, digits.x, fgsm, options),
  robustAccuracy: (options) =>
    adversarial.robustAccuracy(
      digits.net,
      digits.x,
      fgsm,
      around({ epsilons: [0.1], criterion: adversarial.misclassified([1, 2]) }, options, soon()),
    ),
  measureRobustness: (options) =>
    adversarial.measureRobustness(digits.net, digits.data, around({ attacks: { fgsm }, limit: 2 }, options, soon())),
  universalPerturbation: (options) =>
    adversarial.universalPerturbation(digits.net, digits.x, around({ epsilon: 0.3, passes: 1 }, options, soon())),
  explanationDrift: (options) =>
    adversarial.explanationDrift(
      digits.net,
      digits.x,
      tf.clipByValue(tf.add(digits.x, 0.1), -1, 1),
      (net, x, target) => lrp.gradient(net, x, { target }).relevance,
      options,
    ),
  measureDrift: (options) =>
    adversarial.measureDrift(
      digits.net,
      digits.x,
      fgsm,
      { gradient: (net, x, target) => lrp.gradient(net, x, { target }).relevance },
      around({}, options, soon()),
    ),
});
