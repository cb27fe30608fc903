import { join } from 'node:path';
import { writeSafetensors } from '@interp/files';
import { svgToPng } from '@interp/viz/node';
import { drawFigure } from '../draw-figure.js';
import { fileNameOf, type Figure, type FigureResult, type FigureTable, type Picture } from '../figure.js';
import { csv, json, writeIn } from '../files.js';
import { nothing, textOf } from '../text/language.js';
import type { DrawingContext, DrawingContexts } from './contexts.js';
import {
  keyOf,
  type ColumnRecord,
  type FigureRecord,
  type PictureFile,
  type PictureRecord,
  type RunSettings,
  type TableRecord,
} from './records.js';

const sizeOf = (svg: string): readonly [width: number, height: number] => {
  const [root] = /<svg[^>]*>/.exec(svg) ?? [''];
  const side = (name: string): number =>
    Math.round(Number(new RegExp(`\\b${name}="([\\d.]+)(?:px|pt)?"`).exec(root)?.[1]));
  return [side('width'), side('height')];
};

const writePicture = async (folder: string, name: string, svg: string): Promise<PictureFile> => {
  const file = `figures/${name}`;
  await writeIn(folder, join(folder, file), file.endsWith('.png') ? svgToPng(svg, { scale: 2 }) : svg);
  const [width, height] = sizeOf(svg);
  return { file, width, height };
};

const writeBoth = async (folder: string, end: string, { name, svg, kind, alt }: Picture): Promise<PictureRecord> => {
  const extension = kind === 'pixels' ? 'png' : 'svg';
  const en = await writePicture(folder, `${name}${end}.${extension}`, textOf(svg, 'en'));
  const es =
    typeof svg === 'string' ? en : await writePicture(folder, `${name}${end}.es.${extension}`, textOf(svg, 'es'));
  return { files: { en, es }, alt };
};

const writeTable = async (
  folder: string,
  end: string,
  { name, title, head, rows }: FigureTable,
): Promise<TableRecord> => {
  const file = `data/${name}${end}.csv`;
  await writeIn(folder, join(folder, file), csv([head, ...rows].map((row) => row.map((cell) => textOf(cell, 'en')))));
  return { file, title, head, rows };
};

const writeFiles = async (
  figure: Pick<Figure, 'number'>,
  result: FigureResult,
  folder: string,
  end: string,
): Promise<Pick<ColumnRecord, 'pictures' | 'tables' | 'data'>> => {
  const name = `${fileNameOf(figure)}${end}`;
  const data = [`data/${name}.json`];
  await writeIn(folder, join(folder, data[0]), `${json(result.data)}\n`);
  if (result.tensors) {
    data.push(`data/${name}.safetensors`);
    await writeIn(folder, join(folder, data[1]), writeSafetensors(result.tensors));
  }
  return {
    pictures: await Promise.all(result.pictures.map((picture) => writeBoth(folder, end, picture))),
    tables: await Promise.all((result.tables ?? []).map((table) => writeTable(folder, end, table))),
    data,
  };
};

/** Draws a figure for one column and writes its files; throws what the figure throws, and the signal's reason where it was stopped. */
const makeColumn = async <Context extends DrawingContext>(
  figure: Figure<Context>,
  context: Context,
  folder: string,
  end: string,
): Promise<ColumnRecord> => {
  context.asked.clear();
  const begun = performance.now();
  const result = await drawFigure(figure, context);
  const seconds = (performance.now() - begun) / 1000;
  const { ours, difference, verdict, held, caption, numbers, timed = false, command = figure.command } = result;
  const networks = [...context.asked].map((role) => context.names[role]).sort();
  const files = await writeFiles(figure, result, folder, end);
  return { seconds, command, ours, difference, verdict, held, caption, timed, numbers, networks, ...files };
};

/** A column that could not be drawn: what went wrong, in one line. */
const failedColumn = ({ command }: Pick<Figure, 'command'>, error: string): ColumnRecord => ({
  error,
  seconds: 0,
  command,
  ours: nothing,
  difference: nothing,
  held: [],
  caption: nothing,
  timed: false,
  numbers: {},
  networks: [],
  pictures: [],
  tables: [],
  data: [],
});

/** Draws a figure for all columns, once where they ask the same networks, and writes its files; throws the signal's reason where it was stopped. */
export const makeFigure = async <Context extends DrawingContext>(
  figure: Figure<Context>,
  contexts: DrawingContexts<Context>,
  settings: RunSettings,
  lineOf: (error: unknown) => string,
): Promise<FigureRecord> => {
  const told = { ...figure, ...contexts.tell?.(figure) };
  const make = async (name: string, ending: string): Promise<ColumnRecord> => {
    const context = contexts.columns[name];
    try {
      const made = await makeColumn(figure, context, settings.folder, ending);
      return { ...made, command: contexts.tell?.({ ...figure, command: made.command }).command ?? made.command };
    } catch (error) {
      context.signal.throwIfAborted();
      return failedColumn(told, lineOf(error));
    }
  };
  const [first, ...others] = settings.columns;
  const records: Record<string, ColumnRecord> = { [first.name]: await make(first.name, first.ending) };
  const { asked, names } = contexts.columns[first.name];
  const same = others.every(({ name }) =>
    [...asked].every((role) => names[role] === contexts.columns[name].names[role]),
  );
  for (const { name, ending } of others) records[name] = same ? records[first.name] : await make(name, ending);
  const all = Object.values(records);
  const error = all.map((column) => column.error).find((one) => one !== undefined);
  return {
    number: figure.number,
    status: error === undefined ? 'done' : 'failed',
    error,
    key: keyOf(figure, settings),
    seconds: (same ? all.slice(0, 1) : all).reduce((sum, { seconds }) => sum + seconds, 0),
    same,
    note: told.note,
    backend: contexts.backend(),
    columns: records,
  };
};

/** The record of a figure that could not be drawn at all: what went wrong, in one line. */
export const failedFigure = (
  figure: Pick<Figure, 'number' | 'command'>,
  error: string,
  settings: RunSettings,
): FigureRecord => ({
  number: figure.number,
  status: 'failed',
  error,
  key: keyOf(figure, settings),
  seconds: 0,
  same: true,
  backend: '',
  columns: Object.fromEntries(settings.columns.map(({ name }) => [name, failedColumn(figure, error)])),
});
