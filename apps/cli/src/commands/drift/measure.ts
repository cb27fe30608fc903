import { attack, explanationDrift, misclassified, pgd, type ImageDrift } from '@interp/adversarial';
import type { Classifier } from '@interp/core';
import { lrp, sensitivity, type Attribution } from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import { batchOf, collector } from '../../inputs/batch.js';
import type { DriftOptions } from './command.js';
import { inChunks } from '../../shell/in-chunks.js';
import type { Images } from '../../inputs/images.js';
import type { Job } from '../../shell/job.js';

type Method = (classifier: Classifier, x: Tensor, target: number[]) => Attribution;

/** The methods whose maps are compared, by their names for people. */
const methods: Readonly<Record<string, Method>> = {
  lrp: (classifier, x, target) => lrp(classifier, x, { target }),
  sensitivity: (classifier, x, target) => sensitivity(classifier, x, { target }),
};

/** The maps of one method. */
export interface MethodDrift {
  /** What the method is called. */
  readonly method: string;
  /** How far each map moved. */
  readonly items: readonly ImageDrift[];
  /** The maps of the images, one after the other. */
  readonly before: Float32Array;
  /** The maps of what the attack made of them. */
  readonly after: Float32Array;
}

/** What an attack did to a network's answers and to its reasons. */
export interface NetworkDrift {
  /** The network as people called it. */
  readonly model: string;
  /** Images done. */
  readonly done: number;
  /** What each image was taken for before and after the attack. */
  readonly classes: readonly { readonly before: number; readonly after: number }[];
  /** What the attack made of the images. */
  readonly adversarial: Float32Array;
  /** The methods. */
  readonly methods: readonly MethodDrift[];
}

/**
 * Attacks images and compares the maps of both.
 *
 * @param model - the network as people called it
 * @param classifier - the network; borrowed
 * @param images - what is attacked
 * @param job - the command at work
 * @returns answers, images, maps and how far they moved
 */
export const driftOf = async (
  model: string,
  classifier: Classifier,
  images: Images,
  job: Job<DriftOptions>,
): Promise<NetworkDrift> => {
  const { epsilon, steps, seed, top } = job.options;
  const { inputShape: shape } = classifier;
  const size = shape.reduce((product, n) => product * n, 1);
  const method = pgd({ epsilon, steps, stepSize: (2.5 * epsilon) / steps, randomStart: true });
  const candidates = collector(images.size, size);
  const classes: { before: number; after: number }[] = [];
  const found = Object.entries(methods).map(([name, explain]) => ({
    name,
    explain,
    items: [] as ImageDrift[],
    maps: [collector(images.size, size), collector(images.size, size)] as const,
  }));
  const done = await inChunks(images.size, 50, `drift of ${model}`, job, async (from, to) => {
    const x = batchOf(images, shape, from, to);
    const labels = Array.from({ length: to - from }, (_, i) => images.label(from + i));
    const known = labels.every((label) => label !== undefined) ? { criterion: misclassified(labels) } : {};
    const { adversarial, perturbation, items } = await attack(classifier, x, method, { ...known, seed: seed + from });
    try {
      candidates.add(from, await adversarial.data<'float32'>());
      classes.push(...items.map(({ before, after }) => ({ before: before.class, after: after.class })));
      for (const { explain, items: drifts, maps } of found) {
        const collected = [...maps];
        const { items: moved } = await explanationDrift(
          classifier,
          x,
          adversarial,
          async (net, batch, asked) => {
            const { relevance } = explain(net, batch, [...asked]);
            collected.shift()?.add(from, await relevance.data<'float32'>());
            return relevance;
          },
          { top },
        );
        drifts.push(...moved);
      }
    } finally {
      for (const tensor of [x, adversarial, perturbation]) tensor.dispose();
    }
  });
  return {
    model,
    done,
    classes,
    adversarial: candidates.rows(done),
    methods: found.map(({ name, items, maps: [before, after] }) => ({
      method: name,
      items,
      before: before.rows(done),
      after: after.rows(done),
    })),
  };
};
