import type { DriveOptions } from '@interp/core';
import { number, optionsTable } from '@interp/checks';
import { checkClassifier, splitDriveOptions } from '@interp/core/internal';
import { int32Entry } from '@interp/files';
import { imageEntries, mapBatches, type BatchStep, type Images } from '@interp/images';
import { compareExplanations, type Explanation, type ExplanationMeasures } from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpenedClassifier } from '../opened-classifier.js';
import { checkPictures, eachExample } from './each-example.js';
import { namedWarnings } from './named-warnings.js';
import { mapsOf, type ExplainedImages, type ImageExplanation } from './explain-images.js';

/** Options of {@link compareImages}. */
export interface CompareImagesOptions {
  /** Seed of the random orders of pixels that methods are compared with. Default 0. */
  readonly seed?: number;
}

const compareImagesOptions = optionsTable<CompareImagesOptions>()({ seed: number({ integer: true, default: 0 }) });

/** An image, and what each method makes of it. */
export interface ImageComparison extends Pick<ImageExplanation, 'input' | 'label' | 'class' | 'name'> {
  /** What each method that is done makes of it, in their order. */
  readonly methods: readonly (ExplanationMeasures & { readonly method: string })[];
}

/** Explanations of images by several methods. */
export interface ComparedImages extends Pick<ExplainedImages, 'n' | 'tensors' | 'warnings'> {
  /** What is said of each image. */
  readonly rows: readonly ImageComparison[];
  /** The maps of each method that is done by its name, `[n, ...inputShape]` in row-major order. */
  readonly maps: Readonly<Record<string, Float32Array>>;
}

/**
 * Explains images by several methods, one image after the other, and measures how faithful and how simple the maps of each method are, with the names that the
 * model has for its classes. Of a model of several inputs pictures alone are explained, and the others are as they are given.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - as `readImages` of `@interp/images/node` reads them for it
 * @param methods - by name, such as `usualExplanations` of `@interp/lrp` makes
 * @param options - the seed, and `onStep` and `signal` of `drive`
 * @returns records, maps, and both as tensors of a file, `relevance.METHOD`; after an abort of the images that are done, and while the first is at work of
 *   the methods that are
 * @throws InterpError `bad-option`, and what the methods throw
 */
export const compareImages = async (
  classifier: OpenedClassifier,
  images: Images,
  methods: Readonly<Record<string, Explanation>>,
  options: CompareImagesOptions & DriveOptions<BatchStep> = {},
): Promise<ComparedImages> => {
  checkClassifier(classifier);
  const [own, driving] = splitDriveOptions<CompareImagesOptions, BatchStep>(options);
  const { seed } = compareImagesOptions.withDefaults(own);
  const { inputShape, settings } = classifier;
  const each = eachExample(classifier, images);
  checkPictures(classifier, 'a comparison');
  let warnings: readonly string[] = [];
  const work = async (x: Tensor, from: number) => {
    const measured: ImageComparison['methods'][number][] = [];
    const maps: Record<string, Tensor> = {};
    let explained = 0;
    for (const found of compareExplanations(each.of(from), x, methods, { seed })) {
      const { method, targets, measures } = found;
      maps[method] = mapsOf(found, classifier);
      if (measured.length === 0) explained = targets[0];
      if (warnings.length === 0)
        warnings = namedWarnings(found.warnings, images, from).map((warning) => `${method}: ${warning}`);
      measured.push({ method, ...measures[0] });
      await new Promise((resolve) => setTimeout(resolve));
      // An image of some methods would not go with others of all: only the first is left off on the way.
      if (from === 0 && driving.signal?.aborted) break;
    }
    const row: ImageComparison = {
      input: images.name(from),
      label: images.label(from),
      class: explained,
      name: settings.labels?.[explained],
      methods: measured,
    };
    return { rows: [row], values: maps };
  };
  const { n, rows, values: maps } = await mapBatches(images, work, { ...driving, batchSize: 1 });
  const named = Object.entries(maps).map(([name, map]) => [`relevance.${name.replace(' ', '-')}`, map] as const);
  return {
    n,
    rows,
    maps,
    tensors: [
      ...imageEntries(inputShape, n, { images: images.pixels(0, n), ...Object.fromEntries(named) }),
      ['targets', int32Entry([n], rows.map((row) => row.class))], // prettier-ignore
    ],
    warnings,
  };
};
