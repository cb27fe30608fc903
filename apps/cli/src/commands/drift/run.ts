import { measureDrift, pgd, type AttackedImage, type Explain } from '@interp/adversarial';
import { float32Entry, int32Entry } from '@interp/files';
import { imageNames, isPictureShape, missingRecords, type Images } from '@interp/images';
import { lrp, sensitivity } from '@interp/lrp';
import { missingText } from '../../inputs/rows.js';
import type { OpenedClassifier } from '@interp/open';
import { sideBySide } from '../../models/side-by-side.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import type { DriftOptions } from './options.js';
import { countChanged, driftText, drawDrift, type NetworkDrift } from './view.js';

/** The methods whose maps are compared. */
const methods: Readonly<Record<string, Explain>> = {
  lrp: (classifier, x, classes) => lrp(classifier, x, { target: classes }).relevance,
  sensitivity: (classifier, x, classes) => sensitivity(classifier, x, { target: classes }).relevance,
};

/** Attacks images and compares the maps of both. */
const driftOf = async (
  model: string,
  classifier: OpenedClassifier,
  images: Images,
  { epsilon, steps, seed, top }: DriftOptions,
  job: Job,
): Promise<NetworkDrift> => {
  const { signal, note } = job;
  if (signal.aborted) throw new Interrupted('interrupted before any image was done');
  const method = pgd({ epsilon, steps, stepSize: (2.5 * epsilon) / steps, randomStart: true });
  const labels = Array.from({ length: images.size }, (_, i) => images.label(i));
  const x = images.tensor();
  const measured = await withProgress(job, `drift of ${model}`, images.size, (update) =>
    measureDrift(classifier, x, method, methods, {
      labels,
      top,
      seed,
      signal,
      onStep: ({ value }) => update(value.done),
    }),
  ).finally(() => x.dispose());
  if (measured.n < images.size) note(`interrupted: ${measured.n} of ${images.size} images are done`);
  const shown = classifier.preprocessing.toPicture(measured.adversarial);
  return { model, shown, labels: classifier.settings.labels, ...measured };
};

/** What each image was taken for before and after, and how far its maps moved. */
const resultOf = (
  { explanations, labels }: NetworkDrift,
  images: Images,
  { before, after }: AttackedImage,
  i: number,
) => ({
  input: images.name(i),
  before: before.class,
  beforeName: labels?.[before.class],
  after: after.class,
  afterName: labels?.[after.class],
  ...Object.fromEntries(Object.entries(explanations).map(([method, { items }]) => [method, items[i]])),
});

const jsonOf = (network: NetworkDrift, images: Images): object => ({
  model: network.model,
  changed: countChanged(network),
  methods: Object.fromEntries(
    Object.entries(network.explanations).map(([method, { rankCorrelation, topOverlap, cosine }]) => [
      method,
      { rankCorrelation, topOverlap, cosine },
    ]),
  ),
  results: network.items.map((item, i) => resultOf(network, images, item, i)),
});

/** The tensors of a network; those of the one that stands beside another are called after it. */
const tensorsOf = (
  { n, items, adversarial, explanations }: NetworkDrift,
  prefix: string,
  shape: readonly number[],
): NonNullable<Result['tensors']> => {
  const entry = (name: string, values: Float32Array) =>
    [`${prefix}${name}`, float32Entry([n, ...shape], values)] as const;
  const classes = Int32Array.from(items, ({ after }) => after.class);
  return [
    entry('adversarial', adversarial),
    [`${prefix}after`, int32Entry([n], classes)],
    ...Object.entries(explanations).flatMap(([method, { before, after }]) => [
      entry(`${method}.image`, before),
      entry(`${method}.adversarial`, after),
    ]),
  ];
};

/** Attacks images and says how far the explanations of them moved. */
export const run = async (inputs: readonly string[], options: DriftOptions, job: Job): Promise<Result> => {
  return job.withClassifier(
    options.model,
    async (classifier) => {
      const { inputShape: shape, others } = classifier;
      others?.checkPictures(1);
      const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'some' }, options);
      const networks = await sideBySide(classifier, images, options, job, (model, network, own) =>
        driftOf(model, network, own, options, job),
      );
      const [{ n }] = networks;
      return {
        json: {
          epsilon: options.epsilon,
          models: networks.map((network) => jsonOf(network, images)),
          missing: images.missing.length > 0 ? missingRecords(images) : undefined,
        },
        inputs: imageNames(images, n),
        labels: classifier.settings.labels,
        text: [driftText(networks, options.epsilon), ...missingText(images)].join('\n'),
        tensors: [
          ['images', float32Entry([n, ...shape], images.pixels(0, n))],
          ...networks.flatMap((network, i) => tensorsOf(network, i < networks.length - 1 ? 'against.' : '', shape)),
        ],
        picture: isPictureShape(shape) ? () => drawDrift(images, shape, networks, options) : undefined,
      };
    },
    options,
  );
};
