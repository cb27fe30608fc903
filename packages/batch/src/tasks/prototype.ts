import type { Prototypes } from '@interp/am';
import { checkedBy, choice, InterpError, number, optionsTable } from '@interp/checks';
import { concatFloats } from '@interp/core/internal';
import { float32Entry, int32Entry } from '@interp/files';
import { namedPrototypeMethodOf, openJudge, type NamedPrototypeOptions, type OpenedClassifier } from '@interp/open';
import { pretrainedGeneratorNames, pretrainedNames, pretrainedRbmNames } from '@interp/pretrained';
import { predictionsOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { ChunkPiece } from '../job/piece.js';
import { without } from '../without.js';
import { numberOfClass } from './class-number.js';
import type { TaskKind } from './task.js';

/**
 * How prototypes are found, as plain data: the method and its options, as `namedPrototypeMethodOf` of `@interp/open` takes them. The networks that help it
 * are of those that ship, by name.
 */
export interface PrototypeTaskOptions extends Omit<Partial<NamedPrototypeOptions>, 'seed' | 'model'> {
  /** Where it begins. Default `random`, of `background` `blank`. */
  readonly start?: 'random' | 'blank';
  /** Prototypes of each class, of the seeds that follow that of the job. Default 1. */
  readonly copies?: number;
}

const own = optionsTable<Pick<PrototypeTaskOptions, 'start' | 'copies'>>()({
  start: choice(['random', 'blank']),
  copies: number({ integer: true, min: 1, max: 1_000_000, default: 1 }),
});

const helpers = optionsTable<Pick<PrototypeTaskOptions, 'expert' | 'decoder' | 'judge'>>()({
  expert: choice(pretrainedRbmNames),
  decoder: choice(pretrainedGeneratorNames),
  judge: checkedBy<string>((name, value) => {
    choice(pretrainedNames).check(name, value);
  }),
});

const methodOf = ({ method = 'am', ...options }: PrototypeTaskOptions, seed: number) =>
  namedPrototypeMethodOf({ method, ...without(options, 'start', 'copies'), seed });

/** The classes that inputs name; throws InterpError `bad-class`. */
const classesOf = (inputs: readonly string[], classifier: OpenedClassifier): readonly number[] =>
  inputs.flatMap((input) =>
    input === 'all'
      ? Array.from({ length: classifier.classes }, (_, index) => index)
      : [numberOfClass(classifier, input)!],
  );

/** What people call a prototype: its class, and its seed. */
function* piecesOf(
  inputs: readonly string[],
  { copies }: PrototypeTaskOptions,
  classifier: OpenedClassifier,
  seed: number,
): Generator<ChunkPiece> {
  const { labels } = classifier.settings;
  const classes = classesOf(inputs, classifier);
  for (let copy = 0; copy < own.withDefaults({ copies }).copies; copy++)
    for (const index of classes)
      yield { name: `${labels?.[index] ?? index}/${seed + copy}`, label: index, seed: seed + copy };
}

/** Finding prototypes: an image that the network takes for a class, of each class and seed, as `interp prototype` finds it. */
export const prototypeTask: TaskKind<PrototypeTaskOptions> = {
  check: (options) => {
    const { start, copies, expert, decoder, judge } = options;
    if ('seed' in options)
      throw new InterpError('bad-option', 'the option seed is the job’s, and not one of the task; leave it out');
    own.withDefaults({ start, copies });
    helpers.withDefaults({ expert, decoder, judge });
    methodOf(options, 0);
  },
  resolve: ({ method = 'am', ...options }, { others }) => {
    if (!others) return { method, ...options };
    throw new InterpError('unsupported-model', 'the model has several inputs, and prototypes are of one; expected such a model'); // prettier-ignore
  },
  pieces: piecesOf,
  make: (options, classifier) => {
    const { method = 'am', start = method === 'background' ? 'blank' : 'random', judge: judgeName } = options;
    const { labels } = classifier.settings;
    return async ({ pieces }) => {
      // One after the other: an image is the same, to the bit, whatever else is in its chunk.
      const found: (readonly [ChunkPiece, Prototypes['items'][number], Float32Array, Float32Array?])[] = [];
      const model = `${method} of a job`;
      const judge = await openJudge(classifier, { model, ...(judgeName !== undefined && { judge: judgeName }) });
      const judged: ReturnType<typeof predictionsOf>[number][] = [];
      try {
        for (const piece of pieces) {
          const find = methodOf(options, piece.seed!);
          const { images, items, latents } = await find(classifier, { classes: [piece.label!], start });
          try {
            judged.push(...predictionsOf(judge.network, images));
            found.push([piece, items[0], await images.data<'float32'>(), await latents?.data<'float32'>()]);
          } finally {
            tf.dispose([images, ...(latents ? [latents] : [])]);
          }
        }
      } finally {
        judge.dispose();
      }
      const n = found.length;
      const latents = found.flatMap(([, , , latent]) => (latent ? [latent] : []));
      return {
        inputs: found.map(([{ name = '' }]) => name),
        rows: found.map(([{ name, seed }, item], i) => ({
          input: name,
          seed,
          ...without(item, 'seconds'),
          name: labels?.[item.class],
          judge: { network: judge.name === model ? 'the model' : judge.name, ...judged[i] },
        })),
        tensors: [
          ['prototypes', float32Entry([n, ...classifier.inputShape], concatFloats(found.map(([, , image]) => image)))],
          ['probabilities', float32Entry([n], found.map(([, { probability }]) => probability))], // prettier-ignore
          ['targets', int32Entry([n], found.map(([, item]) => item.class))], // prettier-ignore
          ...(latents.length === 0
            ? []
            : [['latent', float32Entry([n, latents[0].length], concatFloats(latents))] as const]),
        ],
      };
    };
  },
};
