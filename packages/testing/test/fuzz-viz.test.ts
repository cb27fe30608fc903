import * as viz from '@interp/viz';
import * as vizNode from '@interp/viz/node';
import { fuzzPackage } from './fuzz-package.js';

const raster = { data: new Float32Array(2 * 16).fill(0.5), shape: [2, 4, 4, 1] };
const one = { data: new Float32Array(16).fill(0.5), shape: [1, 4, 4, 1] };
const row = { layer: 'dense', in: 1, out: 1, bias: 0, empty: 0, stabiliser: 0 };

const series = { steps: [0], count: 2, imageShape: [4, 4, 1], images: raster.data };
const box = { name: 'a', kind: 'Dense', shape: [null, 2], inputs: [], parameters: 3 };
const chart = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10"/>';
const canvas: viz.CanvasLike = {
  width: 0,
  height: 0,
  getContext: () => ({
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: () => undefined,
  }),
};
const atlas: viz.AtlasData = {
  classes: [0, 1],
  images: raster,
  map: { cells: [[0], [1]], columnTitles: ['a'], rowTitles: ['b', 'c'] },
  probabilities: [0.5, 0.5],
};

fuzzPackage('viz', {
  imageGrid: (options) => viz.imageGrid(raster, options),
  imageRows: (options) => viz.imageRows([{ images: raster }, { images: raster }], options),
  contrastTwins: (options) => viz.contrastTwins(raster, options),
  snapshotGrid: (options) => viz.snapshotGrid(series, options),
  snapshotFrames: (options) => viz.snapshotFrames(series, options),
  filterGrid: (options) => viz.filterGrid(raster, options),
  heatmapGrid: (options) => viz.heatmapGrid([{ maps: raster }], options),
  heatmapOverPicture: (options) =>
    viz.heatmapOverPicture(
      { data: new Uint8Array(64), width: 4, height: 4 },
      [{ map: one, frame: [0, 0, 4, 4] }],
      options,
    ),
  explanationPicture: (options) =>
    viz.explanationPicture({ images: raster, maps: raster, captions: Array(raster.shape[0]).fill('') }, options),
  heatmapPixels: (options) => void viz.heatmapPixels(raster, options),
  drawHeatmap: (options) => viz.drawHeatmap(canvas, raster, options),
  attackTriples: (options) =>
    viz.attackTriples({ images: raster, perturbations: raster, adversarial: raster }, options),
  driftPicture: (options) =>
    viz.driftPicture(
      [
        {
          images: raster,
          adversarial: raster,
          explanations: { lrp: { before: raster, after: raster, rankCorrelation: 1, topOverlap: 1, cosine: null } },
        },
      ],
      options,
    ),
  ansiPreview: (options) => void viz.ansiPreview(raster, options),
  lineChart: (options) => viz.lineChart([{ name: 'a', x: [0, 1], y: [0, 1] }], options),
  barChart: (options) => viz.barChart(['a'], [{ values: [1] }], options),
  histogramChart: (options) => viz.histogramChart([{ name: 'a', values: [1, 2, 2, 3] }], options),
  stackCharts: (options) => viz.stackCharts([chart, chart], options),
  robustnessChart: (options) =>
    viz.robustnessChart([{ cleanAccuracy: 1, points: [{ epsilon: 0.1, accuracy: 0.5 }] }], options),
  accuracyChart: (options) => viz.accuracyChart({ accuracy: 0.5, perClass: [1, null], n: 4 }, options),
  rocChart: (options) => viz.rocChart([{ falsePositive: [0, 1], truePositive: [0, 1], area: 0.5 }], options),
  classifierTrainingChart: (options) => viz.classifierTrainingChart([{ epoch: 1, loss: 1 }], options),
  rbmTrainingChart: (options) => viz.rbmTrainingChart([{ epoch: 1, reconstruction: 1 }], options),
  ganTrainingChart: (options) =>
    viz.ganTrainingChart([{ epoch: 1, discriminatorLoss: 1, generatorLoss: 1, pairwiseAccuracy: 1 }], options),
  ascentChart: (options) => viz.ascentChart([{ history: [{ objective: 0 }, { objective: 1 }] }], options),
  networkGraph: (options) => viz.networkGraph({ sizes: [2, 3] }, options),
  bipartiteGraph: (options) => viz.bipartiteGraph({ hidden: 2, visible: 3 }, options),
  architectureDiagram: (options) => viz.architectureDiagram({ layers: [box] }, options),
  relevanceDiagram: (options) =>
    viz.relevanceDiagram({ input: { name: 'input' }, score: { name: 'score' }, ledger: [row] }, options),
  atlasPicture: (options) => viz.atlasPicture(atlas, options),
});

fuzzPackage('viz-node', {
  svgToPng: (options) => vizNode.svgToPng('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', options),
});
