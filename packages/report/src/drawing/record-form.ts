type Form = (value: unknown) => boolean;

const object = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Form = (value) => typeof value === 'string';
const number: Form = (value) => typeof value === 'number';
const flag: Form = (value) => typeof value === 'boolean';
const list =
  (of: Form): Form =>
  (value) =>
    Array.isArray(value) && value.every(of);
const orNothing =
  (of: Form): Form =>
  (value) =>
    value === undefined || of(value);
const fields =
  (forms: Readonly<Record<string, Form>>): Form =>
  (value) =>
    object(value) && Object.entries(forms).every(([key, of]) => of(Object.hasOwn(value, key) ? value[key] : undefined));

const inBoth = fields({ en: text, es: text });
const cell: Form = (value) => text(value) || inBoth(value);
const side: Form = (value) => number(value) && Number.isFinite(value) && (value as number) >= 0;

/** A file that the report itself writes: its folder, a plain name, and an ending, so that it needs no escape in an address. */
const fileOf =
  (folder: string, endings: string): Form =>
  (value) =>
    typeof value === 'string' && new RegExp(`^${folder}/\\w[\\w.-]{0,99}\\.(?:${endings})$`).test(value);

const picture = fields({ file: fileOf('figures', 'svg|png'), width: side, height: side });

/** Of a table's rows, each with a cell in each column. */
const table: Form = (value) => {
  const form = fields({ file: fileOf('data', 'csv'), title: inBoth, head: list(inBoth), rows: list(list(cell)) });
  if (!form(value)) return false;
  const { head, rows } = value as { readonly head: readonly unknown[]; readonly rows: readonly (readonly unknown[])[] };
  return rows.every(({ length }) => length === head.length);
};

const column = fields({
  error: orNothing(text),
  seconds: side,
  command: text,
  ours: inBoth,
  difference: inBoth,
  verdict: orNothing((value) => ['agrees', 'partly', 'differs', 'drawn'].includes(value as string)),
  held: list(flag),
  caption: inBoth,
  timed: flag,
  // JSON has null for numbers that are not finite.
  numbers: (value) => object(value) && Object.values(value).every((one) => one === null || number(one)),
  networks: list(text),
  pictures: list(fields({ files: fields({ en: picture, es: picture }), alt: inBoth })),
  tables: list(table),
  data: list(fileOf('data', 'json|safetensors')),
});

const record = fields({
  number: text,
  status: (value) => value === 'done' || value === 'failed',
  error: orNothing(text),
  key: text,
  seconds: side,
  same: flag,
  note: orNothing(inBoth),
  backend: text,
  columns: (value) => object(value) && Object.values(value).every(column),
});

/** Whether a value of anybody's JSON has the form of a figure's record, with names of files that a report writes. */
export const hasRecordForm = (value: unknown): boolean => record(value);
