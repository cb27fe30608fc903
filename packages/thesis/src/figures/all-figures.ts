import { accuracyTable } from './chapter-1/accuracy.js';
import { adversarialFigure } from './chapter-4/adversarial-examples.js';
import { amPrototypesFigure } from './chapter-3/am-prototypes.js';
import { backgroundFigure } from './chapter-3/background.js';
import { classifiedFigure } from './chapter-1/classified.js';
import { contrastedFigure } from './chapter-3/contrasted.js';
import { decoderPrototypesFigure, oddPrototypeFigure } from './chapter-3/decoder.js';
import {
  activationFigure,
  architectureFigure,
  rbmFigure,
  notationFigure,
  relevanceFlowFigure,
  smallNetworkFigure,
} from './diagrams.js';
import { expertFromNoiseFigure, expertFromRealFigure } from './chapter-3/expert.js';
import type { Figure } from '../figure.js';
import { fromRealFigure } from './chapter-3/from-real.js';
import { generatorHistoryFigure } from './chapter-2/generator-history.js';
import { gibbsFigure } from './chapter-2/gibbs.js';
import { tenHeatmapsFigure, threeHeatmapsFigure } from './chapter-3/heatmaps.js';
import { historiesFigure } from './chapter-4/histories.js';
import { likelihoodsTable } from './chapter-3/likelihoods.js';
import { retrainingTable } from './chapter-4/retraining.js';
import { sampleDigitsFigure } from './chapter-1/sample-digits.js';
import { sensitivityMapsFigure } from './chapter-3/sensitivity-maps.js';
import { secondsTable } from './chapter-4/seconds.js';
import { segmentsTable } from './chapter-4/segments-table.js';
import { segmentColumnsFigure, segmentDigitsFigure } from './chapter-4/seven-segments.js';

/** Every figure and table of the thesis, in its order. */
export const allFigures: readonly Figure[] = [
  smallNetworkFigure,
  notationFigure,
  activationFigure,
  sampleDigitsFigure,
  architectureFigure,
  accuracyTable,
  classifiedFigure,
  rbmFigure,
  gibbsFigure,
  generatorHistoryFigure,
  relevanceFlowFigure,
  amPrototypesFigure,
  contrastedFigure,
  backgroundFigure,
  fromRealFigure,
  likelihoodsTable,
  expertFromNoiseFigure,
  expertFromRealFigure,
  decoderPrototypesFigure,
  oddPrototypeFigure,
  threeHeatmapsFigure,
  tenHeatmapsFigure,
  sensitivityMapsFigure,
  segmentDigitsFigure,
  segmentColumnsFigure,
  segmentsTable,
  adversarialFigure,
  retrainingTable,
  historiesFigure,
  secondsTable,
];
