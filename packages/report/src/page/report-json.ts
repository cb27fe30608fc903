import { checkFields } from '@interp/checks';
import type { Entry, ReportContents } from '../contents.js';
import type { ColumnRecord } from '../drawing/records.js';
import { json } from '../files.js';
import { kindOf } from '../layout.js';
import type { Language } from '../text/language.js';

const filesOf = ({ pictures, tables, data }: ColumnRecord, language: Language): readonly string[] => [
  ...pictures.map(({ files }) => files[language].file),
  ...tables.map(({ file }) => file),
  ...data,
];

const columnJson = (column: ColumnRecord, { rule = [] }: Entry['figure'], language: Language): object => ({
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

const entryJson = ({ figure, record }: Entry, { language, layout }: ReportContents): object => {
  const all = layout.columns.map(({ name }) => record.columns[name]);
  const [first] = all;
  const columns = layout.columns.map(({ name }, i) => [name, columnJson(all[i], figure, language)] as const);
  return {
    number: figure.number,
    status: record.status,
    title: figure.title[language],
    ...(first.pictures[0] && { file: first.pictures[0].files[language].file }),
    files: [...new Set(all.flatMap((column) => filesOf(column, language)))],
    [layout.expected.name]: figure.expected[language],
    ours: first.ours[language],
    difference: first.difference[language],
    ...(first.verdict && { verdict: first.verdict }),
    ...(record.error !== undefined && { error: record.error }),
    about: figure.about?.[language] ?? '',
    caption: first.caption[language],
    ...(figure.cause && { cause: figure.cause[language] }),
    ...(record.note && { note: record.note[language] }),
    command: `${layout.program} ${first.command}`,
    ...Object.fromEntries(columns),
    same: record.same,
    networks: [...new Set(all.flatMap((column) => column.networks))],
    backend: record.backend,
    numbers: first.numbers,
    timed: first.timed,
    seconds: record.seconds,
    [`${layout.expected.name}Seconds`]: figure.expectedSeconds ?? null,
  };
};

/**
 * A report as plain data: what was set, the networks, and a list of figures for each kind.
 *
 * @param report - its contents
 * @returns the data, as `report.json` has them
 */
export const reportData = (report: ReportContents): object => {
  checkFields('the report', report, { layout: 'object', entries: 'list', networks: 'list' });
  const { layout, language, facts, versions, networks, entries, seconds } = report;
  const ofList = (wanted: string): readonly object[] =>
    entries.filter(({ figure }) => kindOf(layout, figure).list === wanted).map((entry) => entryJson(entry, report));
  return {
    schema: 2,
    language,
    ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
    versions,
    networks,
    ...Object.fromEntries(Object.values(layout.kinds).map(({ list }) => [list, ofList(list)])),
    seconds,
  };
};

/** The report as JSON text. */
export const reportJson = (report: ReportContents): string =>
  `${JSON.stringify(JSON.parse(json(reportData(report))), null, 2)}\n`;
