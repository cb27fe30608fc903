import { meanDrift } from '@interp/adversarial';
import { float32Entry, int32Entry, type Classifier, type SafetensorsEntry } from '@interp/core';
import { startBackendOf } from '../../shell/backend.js';
import type { DriftOptions } from './command.js';
import { driftOf, type NetworkDrift } from './measure.js';
import { driftPicture } from './view.js';
import type { Images } from '../../inputs/images.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { table } from '../../shell/text.js';

const said = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

const textOf = (networks: readonly NetworkDrift[], epsilon: number): string => {
  const rows = networks.flatMap(({ model, classes, done, methods }) => {
    const moved = classes.filter(({ before, after }) => before !== after).length;
    return methods.map(({ method, items }, i) => {
      const { rankCorrelation, topOverlap, cosine } = meanDrift(items);
      const answers = i === 0 ? [model, `${moved} of ${done}`] : ['', ''];
      return [...answers, method, said(rankCorrelation), said(topOverlap), said(cosine)];
    });
  });
  return [
    `explanations of the image and of what PGD with ε = ${epsilon} made of it agree by`,
    table([['', 'answers changed', 'method', 'ranks', 'top', 'cosine'], ...rows]),
  ].join('\n');
};

const jsonOf = (networks: readonly NetworkDrift[], images: Images): object[] =>
  networks.map(({ model, classes, methods }) => ({
    model,
    changed: classes.filter(({ before, after }) => before !== after).length,
    methods: Object.fromEntries(methods.map(({ method, items }) => [method, meanDrift(items)])),
    results: classes.map(({ before, after }, i) => ({
      input: images.name(i),
      before,
      after,
      ...Object.fromEntries(methods.map(({ method, items }) => [method, items[i]])),
    })),
  }));

/** The tensors of each network; those of the one that stands beside it are called after it. */
const tensorsOf = (networks: readonly NetworkDrift[], shape: readonly number[]): [string, SafetensorsEntry][] =>
  networks.flatMap(({ classes, adversarial, methods, done }, i) => {
    const name = (what: string): string => (i === networks.length - 1 ? what : `against.${what}`);
    const entry = (values: Float32Array): SafetensorsEntry => float32Entry([done, ...shape], values);
    return [
      [name('adversarial'), entry(adversarial)],
      [
        name('after'),
        int32Entry(
          [done],
          classes.map(({ after }) => after),
        ),
      ],
      ...methods.flatMap(({ method, before, after }): [string, SafetensorsEntry][] => [
        [name(`${method}.image`), entry(before)],
        [name(`${method}.adversarial`), entry(after)],
      ]),
    ];
  });

/** Attacks images and says how far the explanations of them moved. */
export const drift = async (inputs: readonly string[], job: Job<DriftOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) => driftBy(classifier, inputs, job));
};

const driftBy = async (classifier: Classifier, inputs: readonly string[], job: Job<DriftOptions>): Promise<Outcome> => {
  const { model, against, epsilon } = job.options;
  const { inputShape: shape } = classifier;
  const images = await readInputs(inputs, shape, job, classifier.classes);
  const networks = [await driftOf(model, classifier, images, job)];
  if (against !== undefined && !job.signal.aborted)
    networks.unshift(await withClassifier(against, (other) => driftOf(against, other, images, job)));
  return {
    json: { epsilon, models: jsonOf(networks, images) },
    text: textOf(networks, epsilon),
    tensors: [
      ['images', float32Entry([networks[0].done, ...shape], images.pixels(0, networks[0].done))],
      ...tensorsOf(networks, shape),
    ],
    picture: () => driftPicture(images, shape, networks, job.options),
  };
};
