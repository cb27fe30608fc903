export { nodeContexts, type ContextSettings, type NetworkPlaces } from './node-context.js';
export { report, reportOptions, type ReportOptions, type ReportProgress, type ReportResult } from './report/report.js';
export { reportData, summaryText, type FigureRecord } from '@interp/report/node';
export { columnNames, shippedNetworks } from './networks.js';
export type { ColumnContexts } from './context.js';
export type { Columns } from './networks.js';
