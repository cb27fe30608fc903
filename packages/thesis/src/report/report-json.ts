import { json } from './files.js';
import type { Figure } from '../figure.js';
import type { Language } from '../language.js';
import { columnNames } from '../networks.js';
import type { Entry, ReportContents } from './contents.js';
import type { ColumnRecord } from './run/records.js';

const filesOf = ({ pictures, tables, data }: ColumnRecord, language: Language): readonly string[] => [
  ...pictures.map(({ files }) => files[language].file),
  ...tables.map(({ file }) => file),
  ...data,
];

const columnJson = (column: ColumnRecord, { rule = [] }: Figure, language: Language): object => ({
  ours: column.ours[language],
  difference: column.difference[language],
  ...(column.verdict && { verdict: column.verdict }),
  conditions: column.held.map((holds, i) => ({ text: rule[i].text[language], holds })),
  ...(column.error !== undefined && { error: column.error }),
  caption: column.caption[language],
  numbers: column.numbers,
  networks: column.networks,
  files: filesOf(column, language),
  seconds: column.seconds,
});

const entryJson = ({ figure, record }: Entry, { language }: ReportContents): object => {
  const { thesisLike } = record;
  const columns = Object.fromEntries(columnNames.map((name) => [name, columnJson(record[name], figure, language)]));
  return {
    number: figure.number,
    status: record.status,
    title: figure.title[language],
    ...(thesisLike.pictures[0] && { file: thesisLike.pictures[0].files[language].file }),
    files: [...new Set(columnNames.flatMap((name) => filesOf(record[name], language)))],
    thesis: figure.thesis[language],
    ours: thesisLike.ours[language],
    difference: thesisLike.difference[language],
    ...(thesisLike.verdict && { verdict: thesisLike.verdict }),
    ...(record.error !== undefined && { error: record.error }),
    about: figure.about?.[language] ?? '',
    caption: thesisLike.caption[language],
    ...(figure.cause && { cause: figure.cause[language] }),
    ...(record.note && { note: record.note[language] }),
    command: `interp ${thesisLike.command}`,
    ...columns,
    same: record.same,
    networks: [...new Set(columnNames.flatMap((name) => record[name].networks))],
    backend: record.backend,
    numbers: thesisLike.numbers,
    timed: thesisLike.timed,
    seconds: record.seconds,
    thesisSeconds: figure.thesisSeconds ?? null,
  };
};

/** The report as plain data; its schema is in docs/guides/the-report.md. */
export const reportData = (report: ReportContents): object => {
  const { language, mode, seed, source, versions, networks, entries, seconds } = report;
  const ofKind = (kind: string): readonly object[] =>
    entries.filter(({ figure }) => (figure.kind ?? 'figure') === kind).map((entry) => entryJson(entry, report));
  return {
    schema: 2,
    language,
    mode,
    seed,
    source,
    versions,
    networks,
    figures: ofKind('figure'),
    claims: ofKind('claim'),
    charts: ofKind('chart'),
    trainings: ofKind('network'),
    seconds,
  };
};

/** The report as JSON text. */
export const reportJson = (report: ReportContents): string =>
  `${JSON.stringify(JSON.parse(json(reportData(report))), null, 2)}\n`;
