import { accuracyTable } from './accuracy.js';
import { amPrototypesFigure } from './am-prototypes.js';
import { backgroundFigure } from './background.js';
import { classifiedFigure } from './classified.js';
import { contrastedFigure } from './contrasted.js';
import { expertFromNoiseFigure, expertFromRealFigure } from './expert.js';
import type { Figure } from './figure.js';
import { fromRealFigure } from './from-real.js';
import { gibbsFigure } from './gibbs.js';
import { tenHeatmapsFigure, threeHeatmapsFigure } from './heatmaps.js';
import { historiesFigure, secondsTable } from './histories.js';
import { likelihoodsTable } from './likelihoods.js';
import { sampleDigitsFigure } from './sample-digits.js';
import { sensitivityMapsFigure } from './sensitivity-maps.js';

/** Every figure and table of the thesis, in its order. */
export const allFigures: readonly Figure[] = [
  sampleDigitsFigure,
  accuracyTable,
  classifiedFigure,
  gibbsFigure,
  amPrototypesFigure,
  contrastedFigure,
  backgroundFigure,
  fromRealFigure,
  likelihoodsTable,
  expertFromNoiseFigure,
  expertFromRealFigure,
  threeHeatmapsFigure,
  tenHeatmapsFigure,
  sensitivityMapsFigure,
  historiesFigure,
  secondsTable,
];
