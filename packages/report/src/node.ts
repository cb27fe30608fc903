export type { Entry, Fact, NetworkFacts, ReportContents } from './contents.js';
export type { DrawingContext, DrawingContexts, Driving, OpenContexts } from './drawing/contexts.js';
export { drawFigures, type DrawFiguresOptions } from './drawing/draw-figures.js';
export type { FigureMaker } from './drawing/makers.js';
export { programHash } from './drawing/program.js';
export type {
  ColumnRecord,
  FigureRecord,
  PictureFile,
  PictureRecord,
  RunSettings,
  TableRecord,
} from './drawing/records.js';
export { serveFigures, type ServedFigures } from './drawing/serve-figures.js';
export { refuseLinks } from './files.js';
export { reportData } from './page/report-json.js';
export { summaryText } from './page/summary-text.js';
export { writeReport } from './write-report.js';
