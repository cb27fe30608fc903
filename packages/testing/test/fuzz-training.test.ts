import { classifier, type LabelledImages } from '@interp/core';
import * as gan from '@interp/gan';
import * as lenet from '@interp/lenet';
import { drawnDigits } from '@interp/mnist';
import * as novelty from '@interp/novelty';
import * as rbm from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { around, fuzzPackage, type Attempt } from './fuzz-package.js';
import { smallDigits, soon, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
let machine: rbm.Rbm;
let smallGenerator: ReturnType<typeof gan.generator>;

beforeAll(async () => {
  digits = await smallDigits();
  machine = await rbm.initialRbm(digits.data, { hidden: 2, variant: rbm.cho });
  smallGenerator = gan.generator({ hidden: [1] });
});

const training = (options: unknown): never => around({ epochs: 1 }, options, soon());
const train = (options: unknown): Promise<unknown> =>
  lenet.train(digits.net.network!.model!, digits.data, training(options));
const scheduled =
  (schedule: (options: never) => lenet.Schedule): Attempt =>
  (options) =>
    train({ schedule: schedule(options) });

fuzzPackage(
  'lenet',
  {
    lenet: (options) => lenet.lenet(options).dispose(),
    lenetRecipeOf: (options) => void lenet.lenetRecipeOf(options),
    train,
    'train.earlyStop': (earlyStop) => train({ earlyStop, validation: digits.data }),
    'train.augment': (augment) => train({ augment }),
    evaluate: (options) => lenet.evaluate(digits.net, digits.data, options),
    adam: (options) => train({ optimizer: lenet.adam(options) }),
    sgd: (options) => train({ optimizer: lenet.sgd(options) }),
    cosineRate: scheduled(lenet.cosineRate),
    oneCycleRate: scheduled(lenet.oneCycleRate),
    stepRate: scheduled(lenet.stepRate),
  },
  { inner: { 'train.earlyStop': 'EarlyStop', 'train.augment': 'Augmentation' }, slow: ['lenet'] },
);

/** The middles of the digits, 6 × 6: eigenvectors of 784 pixels take seconds. */
const middles = (): LabelledImages => ({
  size: digits.data.size,
  labels: digits.data.labels,
  inputShape: [6, 6, 1],
  images: (indices) => tf.tidy(() => tf.slice(digits.data.images(indices), [0, 11, 11, 0], [-1, 6, 6, 1])),
});

const start = (options: unknown): Promise<rbm.Rbm> => rbm.initialRbm(digits.data, around({ hidden: 2 }, options));
const trainRbm = (options: unknown): Promise<unknown> => rbm.trainRbm(machine, digits.data, training(options));

fuzzPackage('rbm', {
  initialRbm: async (options) => (await start(options)).dispose(),
  trainRbm,
  rbmRecipeOf: (options) => void rbm.rbmRecipeOf(options),
  gibbs: (options) => rbm.gibbs(machine, digits.x, around({ steps: 2 }, options, soon())),
  sampleImages: (options) => rbm.sampleImages(machine, new Float32Array(784), around({ steps: 2 }, options, soon())),
  evaluateRbm: (options) =>
    rbm.evaluateRbm(machine, digits.data, around({ temperatures: 3, chains: 2 }, options, soon())),
  evaluationSummary: async (options) =>
    void rbm.evaluationSummary(machine, await rbm.evaluateRbm(machine, digits.data, { method: 'none' }), options),
  logPartition: (options) => rbm.logPartition(machine, around({ temperatures: 3, chains: 2 }, options, soon())),
  ais: (options) => rbm.ais(machine, around({ temperatures: 3, chains: 2 }, options, soon())),
  contrastiveDivergence: (options) => trainRbm({ trainer: rbm.contrastiveDivergence(options) }),
  persistentDivergence: (options) => trainRbm({ trainer: rbm.persistentDivergence(options) }),
  parallelTempering: (options) => trainRbm({ trainer: rbm.parallelTempering(options) }),
  linearRate: (options) => trainRbm({ schedule: rbm.linearRate(options) }),
  diagonalGaussian: (options) => rbm.diagonalGaussian(digits.data, options),
  principalComponents: (options) => rbm.principalComponents(middles(), around({ components: 2 }, options)),
  exactLogPartition: (options) => rbm.exactLogPartition(machine, options),
  noveltyDetector: (options) => rbm.noveltyDetector(rbm.energyScore(digits.net), digits.data, options),
  rbmFromSafetensors: (options) => rbm.rbmFromSafetensors(rbm.rbmToSafetensors(machine), options).dispose(),
});

fuzzPackage('novelty', {
  fitNovelty: (options) =>
    novelty.fitNovelty(
      digits.net,
      drawnDigits({ count: 40, seed: 1 }),
      around({ outliers: digits.data, heldOut: digits.data, epochs: 1, hidden: 2 }, options, soon()),
    ),
});

const decoder = { latentSize: 2, outputShape: [2], bounds: [-1, 1], decode: (z: tf.Tensor) => tf.tanh(z) } as const;
const pairs: LabelledImages = {
  size: 4,
  inputShape: [2],
  labels: new Uint8Array(4),
  images: (places) => tf.tidy(() => tf.reshape(tf.linspace(-1, 1, 2 * places.length), [-1, 2])),
};

const features: gan.FeatureFunction = (images) => tf.clone(images as tf.Tensor2D);

const trainGan = async (options: unknown): Promise<void> => {
  const makes = sequential({ layers: [layers.dense({ units: 2, inputShape: [2], activation: 'tanh' })] });
  const judges = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
  try {
    await gan.trainGan(makes, judges, pairs, training(options));
  } finally {
    makes.dispose();
    judges.dispose();
  }
};
const builds =
  (build: (options: never) => { dispose(): unknown }): Attempt =>
  (options) => {
    build(options).dispose();
  };

fuzzPackage(
  'gan',
  {
    generator: builds(gan.generator),
    discriminator: builds(gan.discriminator),
    convolutionalGenerator: builds(gan.convolutionalGenerator),
    convolutionalDiscriminator: builds(gan.convolutionalDiscriminator),
    decoder: (options) => gan.decoder(smallGenerator, options).decode(tf.ones([1, 64])),
    sample: (options) => gan.sample(decoder, options),
    trainGan,
    ganRecipeOf: (options) => void gan.ganRecipeOf(options),
    linearRate: (options) => trainGan({ schedule: gan.linearRate(options) }),
    'trainGan.snapshots': (snapshots) => trainGan({ snapshots: around({ at: [0] }, snapshots) }),
    minimax: (options) => trainGan({ loss: gan.minimax(options) }),
    nonSaturating: (options) => trainGan({ loss: gan.nonSaturating(options) }),
    thesisLoss: (options) => trainGan({ loss: gan.thesisLoss(options) }),
    wganGp: (options) => trainGan({ loss: gan.wganGp(options) }),
    r1: (options) => trainGan({ penalty: gan.r1(options) }),
    gradientPenalty: (options) => trainGan({ penalty: gan.gradientPenalty(options) }),
    evaluateGan: (options) => {
      const net = classifier((v) => tf.matMul(v, tf.ones([2, 3])), { inputShape: [2], classes: 3 });
      return gan.evaluateGan(
        decoder,
        net,
        { train: pairs, test: pairs },
        around({ count: 4, features }, options, soon()),
      );
    },
  },
  {
    inner: { 'trainGan.snapshots': 'SnapshotOptions' },
    slow: ['generator', 'discriminator', 'convolutionalGenerator', 'convolutionalDiscriminator'],
  },
);
