import { accuracyTable } from './accuracy.js';
import { amPrototypesFigure } from './am-prototypes.js';
import { backgroundFigure } from './background.js';
import { classifiedFigure } from './classified.js';
import { contrastedFigure } from './contrasted.js';
import type { Figure } from './figure.js';
import { fromRealFigure } from './from-real.js';
import { sampleDigitsFigure } from './sample-digits.js';

/** Every figure and table of the thesis, in its order. */
export const allFigures: readonly Figure[] = [
  sampleDigitsFigure,
  accuracyTable,
  classifiedFigure,
  amPrototypesFigure,
  contrastedFigure,
  backgroundFigure,
  fromRealFigure,
];
