export { imageGrid, type ImageGridOptions } from './grids/image-grid.js';
export {
  snapshotFrames,
  snapshotGrid,
  type SnapshotFramesOptions,
  type SnapshotImages,
} from './grids/snapshot-grid.js';
export { imageRows, type ImageRow, type ImageRowsOptions } from './grids/image-rows.js';
export { contrastTwins, type ContrastTwinsOptions } from './grids/contrast-twins.js';
export { filterGrid, type FilterGridOptions } from './grids/filter-grid.js';
export {
  heatmapOverPicture,
  type HeatmapOverPictureOptions,
  type PlacedMap,
  type RgbaPicture,
} from './grids/heatmap-over-picture.js';
export {
  explanationPicture,
  type ExplainedPicture,
  type ExplanationPictureData,
  type ExplanationPictureOptions,
} from './grids/explanation-picture.js';
export { heatmapGrid, type HeatmapGridOptions, type HeatmapSeries } from './grids/heatmap-grid.js';
export {
  drawHeatmap,
  heatmapPixels,
  type CanvasLike,
  type HeatmapPixelsOptions,
  type RgbaPixels,
} from './grids/draw-heatmap.js';

export { attackTriples, type AttackTriplesData, type AttackTriplesOptions } from './grids/attack-triples.js';
export {
  driftPicture,
  type DrawnDrift,
  type DriftPictureData,
  type DriftPictureOptions,
} from './grids/drift-picture.js';
export { ascentChart, type AscentChartOptions, type AscentCurve } from './charts/ascent-chart.js';
export { accuracyChart, type AccuracyChartOptions, type ClassAccuracies } from './charts/accuracy-chart.js';
export { robustnessChart, type RobustnessCurve } from './charts/robustness-chart.js';
export { rocChart, type RocCurve } from './charts/roc-chart.js';
export { lineChart, type Line, type LineChartOptions } from './charts/line-chart.js';
export { stackCharts, type StackChartsOptions } from './charts/stack-charts.js';
export { historyCharts, type HistoryChartsOptions, type HistoryPanel } from './charts/history-charts.js';
export {
  classifierTrainingChart,
  ganTrainingChart,
  rbmTrainingChart,
  type ClassifierEpoch,
  type GanEpoch,
  type RbmEpoch,
  type TrainingChartOptions,
} from './charts/training-charts.js';
export { histogramChart, type HistogramChartOptions, type HistogramSeries } from './charts/histogram-chart.js';
export { barChart, type BarChartOptions, type BarSeries } from './charts/bar-chart.js';
export { atlasPicture, type AtlasData, type AtlasPictureOptions } from './atlas/atlas-picture.js';
export type { AtlasMap } from './atlas/map.js';
export type { AtlasPath } from './atlas/paths.js';
export { ansiPreview, type AnsiPreviewOptions } from './ansi-preview.js';
export { divergingColour } from './colours/diverging.js';
export { escapeXml } from './svg/markup.js';
export { firstImages, pixelsOf, type TensorLike } from './images/image-batch.js';
export { stretchContrast } from './images/stretch-contrast.js';
export type { ImageBatch, PixelData, Pixels } from './images/image-batch.js';
export type { GridOptions } from './grids/options.js';
export type { ChartOptions, Numbers } from './charts/options.js';
export {
  architectureOf,
  type Architecture,
  type LayerBox,
  type LayerLike,
  type ModelLike,
} from './diagrams/architecture.js';
export { architectureDiagram, type ArchitectureDiagramOptions } from './diagrams/architecture-diagram.js';
export type { ArchitectureWords } from './diagrams/architecture-words.js';
export type { LayerKind } from './diagrams/folding/layer-kinds.js';
export { networkGraph, type NetworkGraphData, type NetworkGraphOptions } from './diagrams/network-graph.js';
export { bipartiteGraph, type BipartiteGraphData, type BipartiteGraphOptions } from './diagrams/bipartite-graph.js';
export {
  relevanceDiagram,
  type RelevanceDiagramData,
  type RelevanceDiagramOptions,
  type RelevanceLoss,
  type RelevanceRow,
} from './diagrams/relevance-diagram.js';
export type { RelevanceNode } from './diagrams/relevance-node.js';
