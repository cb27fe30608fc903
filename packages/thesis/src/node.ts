export { nodeContexts, type ContextSettings, type NetworkPlaces } from './node-context.js';
export { report, reportOptions, type ReportOptions, type ReportProgress, type ReportResult } from './report/report.js';
export type { Entry, NetworkFacts, ReportContents } from './report/contents.js';
export type { ColumnRecord, FigureRecord, PictureFile, PictureRecord, TableRecord } from './report/run/records.js';
export { reportData } from './report/report-json.js';
export { summaryText } from './report/summary-text.js';
export { columnNames, shippedNetworks } from './networks.js';
export type { ColumnContexts } from './context.js';
export type { Columns } from './networks.js';
