import { activations } from './elementwise/activations.js';
import { adaptivePoolings } from './images/adaptive-pooling.js';
import { arithmetic } from './elementwise/arithmetic.js';
import { byPlaces } from './places.js';
import { convolutions } from './images/convolutions.js';
import { cumulative } from './cumulative.js';
import { fourier } from './fourier.js';
import { gridSamplings } from './images/grid-sample.js';
import { indexing } from './indexing.js';
import { matrices } from './matmul.js';
import { normalisations } from './normalisation.js';
import type { Operation, Operations } from './operation.js';
import { paddings } from './padding.js';
import { poolings } from './images/pooling.js';
import { questions } from './questions.js';
import { expandingBy } from './expanding.js';
import { reductions } from './reductions.js';
import { resizings } from './images/resize.js';
import { choosing } from './elementwise/choosing.js';
import { blocks } from './images/blocks.js';
import { transposedConvolutions } from './images/transposed-convolution.js';
import { roundings } from './elementwise/rounding.js';
import { shapes } from './shapes.js';
import { softmaxes } from './softmax.js';

const all: Operations = {
  ...activations,
  ...adaptivePoolings,
  ...arithmetic,
  ...convolutions,
  ...fourier,
  ...gridSamplings,
  ...indexing,
  ...matrices,
  ...normalisations,
  ...paddings,
  ...poolings,
  ...questions,
  ...expandingBy((name) => operationOf(name)),
  ...reductions,
  ...resizings,
  ...choosing,
  ...byPlaces,
  ...cumulative,
  ...blocks,
  ...transposedConvolutions,
  ...roundings,
  ...shapes,
  ...softmaxes,
};

/** Names of the operators of ONNX that are known. */
export const operationNames: readonly string[] = Object.keys(all).sort();

/** An operator by its name in ONNX, if it is known. */
export const operationOf = (name: string): Operation | undefined => (Object.hasOwn(all, name) ? all[name] : undefined);
