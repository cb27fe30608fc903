import { accuracyTable } from './accuracy.js';
import { adversarialFigure } from './adversarial-examples.js';
import { amPrototypesFigure } from './am-prototypes.js';
import { backgroundFigure } from './background.js';
import { classifiedFigure } from './classified.js';
import { contrastedFigure } from './contrasted.js';
import { decoderPrototypesFigure, oddPrototypeFigure } from './decoder.js';
import {
  activationFigure,
  architectureFigure,
  machineFigure,
  notationFigure,
  relevanceFlowFigure,
  smallNetworkFigure,
} from './diagrams.js';
import { expertFromNoiseFigure, expertFromRealFigure } from './expert.js';
import type { Figure } from './figure.js';
import { fromRealFigure } from './from-real.js';
import { generatorHistoryFigure } from './generator-history.js';
import { gibbsFigure } from './gibbs.js';
import { tenHeatmapsFigure, threeHeatmapsFigure } from './heatmaps.js';
import { historiesFigure } from './histories.js';
import { likelihoodsTable } from './likelihoods.js';
import { retrainingTable } from './retraining.js';
import { sampleDigitsFigure } from './sample-digits.js';
import { sensitivityMapsFigure } from './sensitivity-maps.js';
import { secondsTable } from './seconds.js';
import { segmentsTable } from './segments-table.js';
import { segmentColumnsFigure, segmentDigitsFigure } from './seven-segments.js';

/** Every figure and table of the thesis, in its order. */
export const allFigures: readonly Figure[] = [
  smallNetworkFigure,
  notationFigure,
  activationFigure,
  sampleDigitsFigure,
  architectureFigure,
  accuracyTable,
  classifiedFigure,
  machineFigure,
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
