// What is computed alike on every backend: each method on the weights that ship and the drawn sample digits. Runs in Node.js and in pages.
import * as adversarial from '@interp/adversarial';
import { backgroundAddition, decoderPrototypes, expertPrototypes, latentInterpolation, prototypes } from '@interp/am';
import { discriminator, generator, sample, trainGan } from '@interp/gan';
import { lenet, train } from '@interp/lenet';
import * as explain from '@interp/lrp';
import { drawnDigits } from '@interp/mnist';
import { density, freeEnergy, gradLogDensity, initialRbm, logDensity, trainRbm } from '@interp/rbm';
import { classifySegments, segmentImages } from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';

const valuesOf = async (tensor) => {
  const values = await tensor.data();
  tensor.dispose();
  return values;
};

const gradients = ({ net, digits }) => {
  const { logits, gradient } = net.gradient(digits, (l) => tf.onesLike(l));
  logits.dispose();
  return valuesOf(gradient);
};

const segments = ({ net }) => {
  const images = segmentImages();
  const answers = classifySegments(net, images);
  images.dispose();
  return answers.flatMap(({ probabilities }) => probabilities);
};

const samples = ({ made }) => {
  const { images, latent } = sample(made, { count: 10, seed: 1 });
  latent.dispose();
  return valuesOf(images);
};

const map = (method, options) => (subject) => valuesOf(method(subject.net, subject.digits, options).relevance);
const rule = (rules) => map(explain.lrp, { rules });

const between = ({ made }) => {
  const [from, to] = [0, 1].map((place) => Array.from({ length: made.latentSize }, (_, i) => Math.sin(i + place)));
  const { images, latents } = latentInterpolation(made, from, to, { steps: 4 });
  latents.dispose();
  return valuesOf(images);
};

const novelty = async ({ detector, digits }) => (await detector.score(digits)).scores;

/** So many steps, or the share of them that is wanted. */
const steps = ({ share }, count) => Math.ceil(share * count);

const reached = (make) => async (subject) => {
  const { images, latents, items } = await make(subject);
  images.dispose();
  latents?.dispose();
  return items.map(({ probability }) => probability);
};

const fooled = (method) => async (subject) => {
  const result = await attack(subject.net, subject.digits, method(subject));
  const { adversarial: found, perturbation, items } = result;
  found.dispose();
  perturbation.dispose();
  return items.flatMap((item) => [item.l2, item.after.probability]);
};

const { attack, bim, carliniWagner, deepFool, fgsm, l2, linf, momentumPgd, noise, pgd } = adversarial;

const universal = async (subject) => {
  const options = { epsilon: 1, passes: 1, method: deepFool({ steps: 5 }) };
  const found = await adversarial.universalPerturbation(subject.net, subject.digits, options);
  found.perturbation.dispose();
  return [found.foolingRate, found.length];
};

/** Drawn digits, of which a training takes as many steps as are wanted with batches of ten. */
const lessons = (subject) => drawnDigits({ count: 10 * steps(subject, 10), seed: 1 });

const trainedLenet = async (subject) => {
  const model = lenet({ seed: 1 });
  const { history } = await train(model, lessons(subject), { epochs: 1, batch: 10, seed: 1 });
  const after = tf.tidy(() => Array.from(/** @type {tf.Tensor} */ (model.predict(subject.digits)).dataSync()));
  model.dispose();
  return [...history.map(({ loss }) => loss), ...after];
};

const trainedGan = async (subject) => {
  const [one, other] = [generator({ seed: 1 }), discriminator({ seed: 2 })];
  const { history } = await trainGan(one, other, lessons(subject), { epochs: 1, batch: 10, seed: 1 });
  one.dispose();
  other.dispose();
  return history.flatMap(({ generatorLoss, discriminatorLoss }) => [generatorLoss, discriminatorLoss]);
};

const trainedRbm = async (subject) => {
  const data = lessons(subject);
  const start = await initialRbm(data, { hidden: 8, seed: 1 });
  const { rbm, history } = await trainRbm(start, data, { epochs: 1, batch: 10, seed: 1 });
  start.dispose();
  rbm.dispose();
  return history.map(({ reconstruction }) => reconstruction);
};

/** Methods that are held to the same tolerance, but for `spared` numbers of each; those that take many steps are `iterated`. */
const groups = [
  {
    title: 'Scores and gradients',
    tolerance: 1e-5,
    methods: {
      logits: ({ net, digits }) => valuesOf(net.logits(digits)),
      gradient: gradients,
      'seven segments, probabilities': segments,
    },
  },
  {
    title: 'Heatmaps',
    tolerance: 1e-4,
    spared: 40,
    methods: {
      sensitivity: map(explain.sensitivity),
      'gradient × input': map(explain.gradientTimesInput),
      'integrated gradients': map(explain.integratedGradients, { nodes: 10 }),
      SmoothGrad: map(explain.smoothGrad, { samples: 3, seed: 1 }),
      'Grad-CAM': map(explain.gradCam),
      occlusion: map(explain.occlusion, { window: 7, stride: 7 }),
      'LRP γ': rule(explain.gamma()),
      'LRP α2β1': rule(explain.alphaBeta({ alpha: 2, beta: 1 })),
      'LRP α1β0': rule(explain.alphaBeta({ alpha: 1, beta: 0 })),
      'LRP z⁺': rule(explain.zPlus()),
      'LRP w²': rule(explain.wSquare()),
      'LRP flat': rule(explain.flat()),
      'LRP zᴮ': rule(explain.zBox({ low: -1, high: 1 })),
      deconvnet: rule(explain.deconvnet()),
      'guided backprop': rule(explain.guidedBackprop()),
    },
  },
  {
    title: 'Heatmaps whose rule divides by sums that may be nought',
    tolerance: 1e-1,
    methods: {
      'LRP 0': rule(explain.lrp0()),
      'LRP ε': rule(explain.epsilon()),
      'LRP epsilonPlus': rule(explain.epsilonPlus()),
      'LRP epsilonPlusFlat': rule(explain.epsilonPlusFlat()),
      'LRP epsilonGammaBox': rule(explain.epsilonGammaBox()),
    },
  },
  {
    title: 'Composites with α2β1 on convolutions, ε on dense layers',
    tolerance: 1e-1,
    spared: 40,
    methods: {
      'LRP epsilonAlpha2Beta1': rule(explain.epsilonAlpha2Beta1()),
      'LRP epsilonAlpha2Beta1Flat': rule(explain.epsilonAlpha2Beta1Flat()),
    },
  },
  {
    title: 'Densities and decoders',
    tolerance: 1e-4,
    methods: {
      'RBM, log-density': ({ machine, digits }) => valuesOf(logDensity(machine, digits)),
      'RBM, free energy': ({ machine, digits }) => valuesOf(freeEnergy(machine, digits)),
      'RBM, gradient of log-density': ({ machine, digits }) => valuesOf(gradLogDensity(machine, digits)),
      'generator, images': samples,
      'generator, between two codes': between,
      'novelty scores': novelty,
    },
  },
  {
    title: 'Prototypes: probabilities reached',
    tolerance: 1e-3,
    iterated: true,
    methods: {
      'activation maximisation, 50 steps': reached((subject) =>
        prototypes(subject.net, { steps: steps(subject, 50), seed: 1 }),
      ),
      'background addition, one class': reached(({ net, share }) =>
        backgroundAddition(net, 'blank', {
          classes: [3],
          side: share < 1 ? 14 : 7,
          passes: 1,
          ascent: { steps: 2 },
          seed: 1,
        }),
      ),
      'with an expert, 20 steps': reached((subject) =>
        expertPrototypes(subject.net, density(subject.machine), { steps: steps(subject, 20), seed: 1 }),
      ),
      'with a decoder, 30 steps': reached((subject) =>
        decoderPrototypes(subject.net, subject.made, {
          ...(subject.share < 1 && { classes: [3] }),
          steps: steps(subject, 30),
          seed: 1,
        }),
      ),
    },
  },
  {
    title: 'Attacks: lengths of perturbations, probabilities after',
    tolerance: 1e-3,
    iterated: true,
    methods: {
      'FGSM, L∞ 0.2': fooled(() => fgsm({ epsilon: 0.2, norm: linf })),
      'BIM, L∞ 0.2, 20 steps': fooled((subject) => bim({ epsilon: 0.2, norm: linf, steps: steps(subject, 20) })),
      'PGD, L∞ 0.2, 20 steps': fooled((subject) =>
        pgd({ epsilon: 0.2, norm: linf, steps: steps(subject, 20), randomStart: false }),
      ),
      'PGD, L2 2, 20 steps': fooled((subject) =>
        pgd({ epsilon: 2, norm: l2, steps: steps(subject, 20), randomStart: false }),
      ),
      'momentum PGD, L∞ 0.2, 20 steps': fooled((subject) =>
        momentumPgd({ epsilon: 0.2, norm: linf, steps: steps(subject, 20) }),
      ),
      DeepFool: fooled((subject) => deepFool({ steps: steps(subject, 50) })),
      'Carlini-Wagner, 2 searches of 40 steps': fooled((subject) =>
        carliniWagner({ searches: steps(subject, 2), steps: steps(subject, 40) }),
      ),
      noise: fooled(() => noise({ epsilon: 0.2, norm: linf })),
      'universal perturbation, L∞ 1': universal,
    },
  },
  {
    title: 'Training: losses, and logits after it',
    tolerance: 1e-3,
    iterated: true,
    methods: {
      LeNet: trainedLenet,
      GAN: trainedGan,
      'RBM, contrastive divergence': trainedRbm,
    },
  },
];

const all = groups.flatMap(({ title, tolerance, spared = 0, iterated = false, methods }) =>
  Object.entries(methods).map(([name, compute]) => ({ group: title, name, tolerance, spared, iterated, compute })),
);

/**
 * Every method in order.
 *
 * @type {readonly { group: string, name: string, tolerance: number, spared: number, iterated: boolean }[]}
 */
export const listed = all.map(({ group, name, tolerance, spared, iterated }) => ({
  group,
  name,
  tolerance,
  spared,
  iterated,
}));

/**
 * Runs the methods on the backend in use.
 *
 * @param {object} subject - `net`, a classifier; `digits`, images; `machine`, an RBM; `made`, a decoder; `detector`, of novel images; all borrowed;
 *   `share`, of the steps of those that take many
 * @param {(method: { name: string, iterated: boolean }) => boolean} [wanted] - which methods. Default all
 * @returns {Promise<[string, number[]][]>} the numbers of each, by its name
 */
export async function numbers(subject, wanted = () => true) {
  /** @type {[string, number[]][]} */
  const found = [];
  for (const method of all) if (wanted(method)) found.push([method.name, Array.from(await method.compute(subject))]);
  return found;
}
