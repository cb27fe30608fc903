import { attack, explanationDrift, meanDrift, misclassified, pgd, type Explain } from '@interp/adversarial';
import { float32Entry, int32Entry } from '@interp/files';
import { mapImages, type Images } from '@interp/images';
import { lrp, sensitivity } from '@interp/lrp';
import { collector, inBatches } from '../../inputs/batches.js';
import { missingRow, missingText, namesOf } from '../../inputs/rows.js';
import { inputsOf, type LoadedModel } from '../../models/loaded-model.js';
import type { Job, Result } from '../../shell/job.js';
import type { DriftOptions } from './options.js';
import { countChanged, driftPicture, driftText, type NetworkDrift } from './view.js';

/** The methods whose maps are compared, by their names for people. */
const methods: Readonly<Record<string, Explain>> = {
  lrp: (classifier, x, classes) => lrp(classifier, x, { target: classes }).relevance,
  sensitivity: (classifier, x, classes) => sensitivity(classifier, x, { target: classes }).relevance,
};

/** Attacks images and compares the maps of both. */
const driftOf = async (
  model: string,
  classifier: LoadedModel,
  images: Images,
  { epsilon, steps, seed, top }: DriftOptions,
  job: Job,
): Promise<NetworkDrift> => {
  const shape = classifier.inputShape;
  const maps = () => collector(images.size, shape);
  const method = pgd({ epsilon, steps, stepSize: (2.5 * epsilon) / steps, randomStart: true });
  const candidates = maps();
  const classes: { before: number; after: number }[] = [];
  const found = Object.entries(methods).map(([name, explain]) => ({
    name,
    explain,
    items: [] as NetworkDrift['methods'][number]['items'][number][],
    before: maps(),
    after: maps(),
  }));
  const done = await inBatches(images, 50, `drift of ${model}`, job, async (x, from) => {
    const labels = Array.from({ length: x.shape[0] }, (_, i) => images.label(from + i));
    const criterion = misclassified(labels);
    const { adversarial, perturbation, items } = await attack(classifier, x, method, { criterion, seed });
    try {
      candidates.add(from, await adversarial.data<'float32'>());
      classes.push(...items.map(({ before, after }) => ({ before: before.class, after: after.class })));
      for (const one of found) {
        const drift = await explanationDrift(classifier, x, adversarial, one.explain, { top });
        one.items.push(...drift.items);
        one.before.add(from, drift.before);
        one.after.add(from, drift.after);
      }
    } finally {
      adversarial.dispose();
      perturbation.dispose();
    }
  });
  return {
    model,
    done,
    classes,
    adversarial: candidates.rows(done),
    shown: classifier.preprocessing.toPicture(candidates.rows(done)),
    methods: found.map(({ name, items, before, after }) => ({
      method: name,
      items,
      before: before.rows(done),
      after: after.rows(done),
    })),
  };
};

const jsonOf = (networks: readonly NetworkDrift[], images: Images): object[] =>
  networks.map(({ model, classes, methods: all }) => ({
    model,
    changed: countChanged(classes),
    methods: Object.fromEntries(all.map(({ method, items }) => [method, meanDrift(items)])),
    results: classes.map(({ before, after }, i) => ({
      input: images.name(i),
      before,
      after,
      ...Object.fromEntries(all.map(({ method, items }) => [method, items[i]])),
    })),
  }));

/** The tensors of each network; those of the one that stands beside it are called after it. */
const tensorsOf = (networks: readonly NetworkDrift[], shape: readonly number[]): NonNullable<Result['tensors']> =>
  networks.flatMap(({ classes, adversarial, methods: all, done }, i) => {
    const prefix = i === networks.length - 1 ? '' : 'against.';
    const entry = (name: string, values: Float32Array) =>
      [`${prefix}${name}`, float32Entry([done, ...shape], values)] as const;
    const after = Int32Array.from(classes, (one) => one.after);
    return [
      entry('adversarial', adversarial),
      [`${prefix}after`, int32Entry([done], after)],
      ...all.flatMap((one) => [
        entry(`${one.method}.image`, one.before),
        entry(`${one.method}.adversarial`, one.after),
      ]),
    ];
  });

/** Attacks images and says how far the explanations of them moved. */
export const run = async (inputs: readonly string[], options: DriftOptions, job: Job): Promise<Result> => {
  const { model, against, epsilon } = options;
  await job.startBackend();
  return job.withClassifier(
    model,
    async (classifier) => {
      const { inputShape: shape } = classifier;
      const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'some' }, options);
      const networks = [await driftOf(model, classifier, images, options, job)];
      if (against !== undefined && !job.signal.aborted)
        networks.unshift(
          await job.withClassifier(against, (other) => {
            const own = mapImages(images, (inputs) => inputsOf(classifier, other, inputs));
            return driftOf(against, other, own, options, job);
          }),
        );
      const [{ done }] = networks;
      return {
        json: {
          epsilon,
          models: jsonOf(networks, images),
          missing: images.missing.length > 0 ? images.missing.map(missingRow) : undefined,
        },
        inputs: namesOf(images, done),
        labels: classifier.settings.labels,
        text: [driftText(networks, epsilon), ...missingText(images)].join('\n'),
        tensors: [['images', float32Entry([done, ...shape], images.pixels(0, done))], ...tensorsOf(networks, shape)],
        picture: () => driftPicture(images, shape, networks, options),
      };
    },
    options,
  );
};
