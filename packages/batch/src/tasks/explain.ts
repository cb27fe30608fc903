import { InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { explanationOf, slowExplanations, type ExplanationOptions } from '@interp/lrp';
import { explainImages, type OpenedClassifier } from '@interp/open';
import { imageNames, imagesOf, type Images } from '@interp/images';
import type { ChunkPiece } from '../job/piece.js';
import { without } from '../without.js';
import { numberOfClass } from './class-number.js';
import { exampleNumbers } from '../computing/example-numbers.js';
import { taskOfImages, type TaskKind } from './task.js';

/** How images are explained, as plain data: the method, its rules and options, and classes by number or name. */
export interface ExplainTaskOptions extends Omit<Partial<ExplanationOptions>, 'target' | 'versus' | 'batchSize'> {
  /** The explained class. Default the predicted one. */
  readonly target?: number | string;
  /** A class to tell it from. Default none. */
  readonly versus?: number | string;
}

const methodOf = ({ method = 'lrp', target, versus, ...others }: ExplainTaskOptions, seed?: number) => {
  const seeded = method === 'smoothgrad' && seed !== undefined ? { seed, ...others } : others;
  return explanationOf({ method, ...seeded, target, versus } as ExplanationOptions);
};

/** Of a model of several inputs, what is given for the others with the images of a chunk: each has its own example, unless there is but one. */
const ofChunk = (classifier: OpenedClassifier, images: Images, pieces: readonly ChunkPiece[]): OpenedClassifier => {
  const { others } = classifier;
  if (!others || others.examples === 1) return classifier;
  return { ...classifier, others: others.ofExamples(exampleNumbers(images, pieces)) };
};

/** Explaining: a map of each image, as `interp explain` makes it. */
export const explainTask: TaskKind<ExplainTaskOptions> = {
  check: (options) => {
    const { target, versus, ...others } = options;
    for (const [name, value] of Object.entries({ target, versus }))
      if (!['number', 'string', 'undefined'].includes(typeof value))
        throw new InterpError('bad-option', `the option ${name} is no class; expected its number or its name`);
    methodOf(others);
  },
  resolve: ({ target, versus, ...others }, classifier) => ({
    method: 'lrp',
    ...others,
    target: numberOfClass(classifier, target),
    versus: numberOfClass(classifier, versus),
  }),
  pieces: ([first], _, { others }) =>
    others?.whole && imageNames(others.whole(first)).map((name, example) => ({ name, example })),
  make: (options, classifier, seed) => {
    const { method = 'lrp', versus } = options;
    const explain = methodOf(options, seed);
    const batchSize = slowExplanations.includes(method) ? 10 : 100;
    const ofImages = taskOfImages(async (images, { pieces }) => {
      const { rows, tensors, warnings } = await explainImages(ofChunk(classifier, images, pieces), images, explain, {
        versus: versus as number | undefined,
        batchSize,
      });
      return { rows: rows.map((row) => without(row, 'ledger')), tensors, warnings };
    });
    const { others, inputShape } = classifier;
    if (!others?.whole) return ofImages;
    // Whole numbers, as those of tokens, are in the file of the other inputs, and no images.
    return ({ pieces }) => {
      const name = (index: number): string => pieces[index].name!;
      const pixels = (from: number, to: number) => new Float32Array((to - from) * sizeOfShape(inputShape));
      return ofImages({ pieces, readImages: () => Promise.resolve(imagesOf({ size: pieces.length, inputShape, name, pixels })) }); // prettier-ignore
    };
  },
};
