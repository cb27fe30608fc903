import type { DriveOptions } from '@interp/core';
import { boolean, checkGivenFunction, number, optionsTable } from '@interp/checks';
import { checkClassifier, splitDriveOptions } from '@interp/core/internal';
import { int32Entry, type SafetensorsEntry } from '@interp/files';
import {
  imageEntries,
  mapBatches,
  preparedRecord,
  type BatchStep,
  type Images,
  type PreparedRecord,
} from '@interp/images';
import { explainedImages, overChannels, type ExplainedImage, type Explanation } from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OpenedClassifier } from '../opened-classifier.js';
import { checkPictures, eachExample } from './each-example.js';
import { namedWarnings } from './named-warnings.js';

/** Options of {@link explainImages}. */
export interface ExplainImagesOptions {
  /** The class that the explained one is told from, which the method was made with; its name stands in the records. Default none. */
  readonly versus?: number;
  /** Images in one pass, which affects memory and speed only. Default 100; an example of several inputs goes through alone. */
  readonly batchSize?: number;
  /** Of a model of several inputs: whether pictures alone are explained, as occlusion and Grad-CAM do, and the others are as they are given. Default false. */
  readonly picturesAlone?: boolean;
}

const explainImagesOptions = optionsTable<ExplainImagesOptions>()({
  versus: number({ min: 0, integer: true }),
  batchSize: number({ min: 1, integer: true, default: 100 }),
  picturesAlone: boolean({ default: false }),
});

/** What an explanation says of an image, with what people call the image and its class: a plain value, to be logged or stored. */
export interface ImageExplanation extends ExplainedImage, PreparedRecord {
  /** The image's name. */
  readonly input: string;
  /** Its class, where that is known. */
  readonly label?: number;
  /** The name of the explained class, where it has one. */
  readonly name?: string;
  /** The output that is looked at, where the model has several or it has no classes. */
  readonly output?: string;
  /** Which of its values is explained, where it is no class. */
  readonly index?: string;
  /** The class that it is told from. */
  readonly versus?: number;
  /** The name of that class, where it has one. */
  readonly versusName?: string;
  /** The sum of the map of each input by its name, where there are several. */
  readonly totals?: Readonly<Record<string, number>>;
}

/** Explanations of images. */
export interface ExplainedImages {
  /** Images done. */
  readonly n: number;
  /** What is said of each of them. */
  readonly rows: readonly ImageExplanation[];
  /** Their maps, `[n, ...inputShape]` in row-major order. */
  readonly relevance: Float32Array;
  /** Images, maps and explained classes as tensors of a file: `images`, `relevance`, `targets`; of several inputs `relevance.NAME` for each. */
  readonly tensors: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
  /** What to know before using the maps: the warnings of the first batch that has some. */
  readonly warnings: readonly string[];
}

/** Maps with as many values as images have, in the place of those that have one a pixel. */
export const mapsOf = ({ relevance }: { readonly relevance: Tensor }, { inputShape }: OpenedClassifier): Tensor => {
  const maps = overChannels(relevance, inputShape);
  relevance.dispose();
  return maps;
};

/**
 * Explains images by a method, a batch at a time, with the names that the model has for classes and outputs. Of a model of several inputs all inputs of an
 * example are explained together.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - as `readImages` of `@interp/images/node` reads them for it
 * @param explain - the method, such as `explanationOf` of `@interp/lrp` makes
 * @param options - the contrasted class, the batch size, and `onStep` and `signal` of `drive`
 * @returns records, maps, and both as tensors of a file; of the finished batches only after an abort
 * @throws InterpError `bad-option`, also for other numbers of pictures and of examples of other inputs, and what the method throws
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { readImages } from '@interp/images/node';
 * import { explanationOf } from '@interp/lrp';
 * import { explainImages, openClassifier } from '@interp/open';
 *
 * await startBackend('wasm');
 * const lenet = await openClassifier('lenet');
 * const digits = await readImages(['sample:3', 'sample:8'], lenet.imageOptions);
 * const { rows, relevance } = await explainImages(lenet, digits, explanationOf({ method: 'lrp' }));
 * console.log(rows.map((row) => `${row.input}: ${row.class}`), relevance.length); // [ 'sample:3: 3', 'sample:8: 8' ] 1568
 * lenet.dispose();
 * ```
 */
export const explainImages = async (
  classifier: OpenedClassifier,
  images: Images,
  explain: Explanation,
  options: ExplainImagesOptions & DriveOptions<BatchStep> = {},
): Promise<ExplainedImages> => {
  checkClassifier(classifier);
  const [own, driving] = splitDriveOptions<ExplainImagesOptions, BatchStep>(options);
  const { versus, batchSize, picturesAlone } = explainImagesOptions.withDefaults(own);
  checkGivenFunction('the method', explain, 'one such as explanationOf of @interp/lrp makes');
  const { inputShape, settings, output } = classifier;
  const each = eachExample(classifier, images);
  const others = picturesAlone ? undefined : classifier.others;
  if (picturesAlone) checkPictures(classifier, 'the method');
  const { labels } = settings;
  let warnings: readonly string[] = [];
  const work = (x: Tensor, from: number) => {
    const several = others?.explained(x, from, explain, classifier);
    const found = several?.found ?? explain(each.of(from), x);
    if (warnings.length === 0) warnings = namedWarnings(found.warnings, images, from);
    const rows = explainedImages(found).map(({ class: explained, ...numbers }, i): ImageExplanation => ({
      input: images.name(from + i),
      label: images.label(from + i),
      ...preparedRecord(images, from + i),
      class: explained,
      name: labels?.[explained],
      output: output?.name,
      index: output?.index,
      versus,
      versusName: versus === undefined ? undefined : labels?.[versus],
      ...numbers,
      totals: several?.totals,
    }));
    return { rows, values: several?.maps ?? { relevance: mapsOf(found, classifier) } };
  };
  const done = await mapBatches(images, work, { ...driving, batchSize: others ? 1 : each.batchSize(batchSize) });
  const { n, rows, values } = done;
  const { relevance = new Float32Array() } = values;
  return {
    n,
    rows,
    relevance,
    tensors: [
      ...(others?.whole ? [] : imageEntries(inputShape, n, { images: images.pixels(0, n), relevance })),
      ...(others?.entries(n, values) ?? []),
      ['targets', int32Entry([n], rows.map((row) => row.class))], // prettier-ignore
    ],
    warnings,
  };
};
