export { imageGrid, type ImageGridOptions } from './image-grid.js';
export { heatmapGrid, type HeatmapGridOptions } from './heatmap-grid.js';
export type { HeatmapSeries } from './heatmap-series.js';
export { attackTriples, type AttackTriplesData, type AttackTriplesOptions } from './attack-triples.js';
export { robustnessChart, type RobustnessCurve } from './robustness-chart.js';
export { lineChart, type Line, type LineChartOptions } from './line-chart.js';
export { stackCharts, type StackChartsOptions } from './stack-charts.js';
export { historyCharts, type HistoryChartsOptions, type HistoryPanel } from './history-charts.js';
export { histogramChart, type HistogramChartOptions, type HistogramSeries } from './histogram-chart.js';
export { barChart, type BarChartOptions, type BarSeries } from './bar-chart.js';
export { atlasPicture, type AtlasData, type AtlasPictureOptions } from './atlas-picture.js';
export type { AtlasMap } from './atlas-map.js';
export type { AtlasPath } from './atlas-paths.js';
export { ansiPreview, type AnsiPreviewOptions } from './ansi-preview.js';
export { divergingColour } from './diverging.js';
export { escapeXml } from './markup.js';
export { pixelsOf, type TensorLike } from './pixels-of.js';
export type { ImageBatch, PixelData, Pixels } from './image-batch.js';
export type { GridOptions } from './grid-options.js';
export type { ChartOptions, Numbers } from './chart-options.js';
export {
  architectureOf,
  type Architecture,
  type LayerBox,
  type LayerLike,
  type ModelLike,
} from './diagrams/architecture.js';
export {
  architectureDiagram,
  type ArchitectureDiagramOptions,
  type ArchitectureWords,
} from './diagrams/architecture-diagram.js';
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
