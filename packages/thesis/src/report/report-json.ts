import { json } from './files.js';
import type { Entry, ReportContents } from './contents.js';

const entryJson = ({ figure, record }: Entry, { language }: ReportContents): object => ({
  number: figure.number,
  status: record.status,
  title: figure.title[language],
  ...(record.pictures[0] && { file: record.pictures[0].files[language].file }),
  files: [
    ...record.pictures.map(({ files }) => files[language].file),
    ...record.tables.map(({ file }) => file),
    ...record.data,
  ],
  thesis: figure.thesis[language],
  ours: record.ours[language],
  difference: record.difference[language],
  ...(record.verdict && { verdict: record.verdict }),
  ...(record.error !== undefined && { error: record.error }),
  caption: record.caption[language],
  ...(record.note && { note: record.note[language] }),
  command: `interp ${record.command}`,
  networks: record.networks,
  backend: record.backend,
  numbers: record.numbers,
  timed: record.timed,
  seconds: record.seconds,
  thesisSeconds: figure.thesisSeconds ?? null,
});

/** The report as plain data; its schema is in docs/guides/the-report.md. */
export const reportData = (report: ReportContents): object => {
  const { language, mode, seed, source, versions, networks, entries, seconds } = report;
  const ofKind = (kind: string): readonly object[] =>
    entries.filter(({ figure }) => (figure.kind ?? 'figure') === kind).map((entry) => entryJson(entry, report));
  return {
    schema: 1,
    language,
    mode,
    seed,
    source,
    versions,
    networks,
    figures: ofKind('figure'),
    claims: ofKind('claim'),
    trainings: ofKind('network'),
    seconds,
  };
};

/** The report as JSON text. */
export const reportJson = (report: ReportContents): string =>
  `${JSON.stringify(JSON.parse(json(reportData(report))), null, 2)}\n`;
