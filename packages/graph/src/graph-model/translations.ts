import { convolutionTranslations } from './convolution-translations.js';
import { elementwiseTranslations } from './elementwise-translations.js';
import { placeTranslations } from './place-translations.js';
import { shapeTranslations } from './shape-translations.js';
import type { Translation } from './emitter.js';

const all: Readonly<Record<string, Translation>> = {
  ...convolutionTranslations,
  ...elementwiseTranslations,
  ...shapeTranslations,
  ...placeTranslations,
};

/** How an operation of TensorFlow is said in operators of ONNX, if it is known. */
export const translationOf = (op: string): Translation | undefined => (Object.hasOwn(all, op) ? all[op] : undefined);
