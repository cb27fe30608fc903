export { nodeContext, type ContextSettings } from './node-context.js';
export { report, reportOptions, type ReportOptions, type ReportProgress, type ReportResult } from './report/report.js';
export type { Entry, NetworkFacts, ReportContents } from './report/contents.js';
export type { FigureRecord, PictureFile, PictureRecord, TableRecord } from './report/run/records.js';
export { reportData } from './report/report-json.js';
export { summaryText } from './report/summary-text.js';
