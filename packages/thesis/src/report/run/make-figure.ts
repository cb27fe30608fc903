import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { writeSafetensors } from '@interp/files';
import { svgToPng } from '@interp/viz/node';
import type { ColumnContexts, ThesisContext } from '../../context.js';
import { textOf, type Figure, type FigureResult, type FigureTable, type Picture, type Text } from '../../figure.js';
import { nothing } from '../../format.js';
import { columnNames, type ColumnName } from '../../networks.js';
import { networkName } from '../../node-context.js';
import { heldBy, verdictOf } from '../../rule.js';
import { csv, json, writeIn } from '../files.js';
import {
  fileNameOf,
  type ColumnRecord,
  type FigureRecord,
  type PictureFile,
  type PictureRecord,
  type TableRecord,
} from './records.js';

const standIn: Text = {
  en: 'MNIST is not here: digits drawn by code stand in for it, so that these numbers are not those of handwriting.',
  es: 'MNIST no está aquí: la sustituyen dígitos dibujados por programa, así que estos números no son los de la escritura a mano.',
};

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

/** What the files of a column end in, before their extension. */
const endings: Readonly<Record<ColumnName, string>> = { thesisLike: '', today: '-today' };

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
  figure: Figure,
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
const makeColumn = async (
  figure: Figure,
  context: ThesisContext,
  folder: string,
  end: string,
): Promise<ColumnRecord> => {
  context.asked.clear();
  const begun = performance.now();
  const result = await figure.draw(context);
  context.signal.throwIfAborted();
  const seconds = (performance.now() - begun) / 1000;
  const { ours, difference, caption, numbers, timed = false, comparable = true, command = figure.command } = result;
  const rule = comparable ? (figure.rule ?? []) : [];
  return {
    seconds,
    command: command.replaceAll('mnist:', `${context.source}:`),
    ours,
    difference,
    verdict: verdictOf(rule, numbers),
    held: heldBy(rule, numbers),
    caption,
    timed,
    numbers,
    networks: [...context.asked].map((role) => networkName(context.names[role])).sort(),
    ...(await writeFiles(figure, result, folder, end)),
  };
};

/** A column that could not be drawn: what went wrong, in one line. */
const failedColumn = (figure: Figure, error: string): ColumnRecord => ({
  error,
  seconds: 0,
  command: figure.command,
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

/** Whether a figure asked no network in which the columns differ. */
const asksTheSame = ({ thesisLike, today }: ColumnContexts): boolean =>
  [...thesisLike.asked].every((role) => thesisLike.names[role] === today.names[role]);

/** Draws a figure for both columns, once where they ask the same networks, and writes its files; throws the signal's reason where it was stopped. */
export const makeFigure = async (
  figure: Figure,
  contexts: ColumnContexts,
  folder: string,
  key: string,
  lineOf: (error: unknown) => string,
): Promise<FigureRecord> => {
  const make = async (column: ColumnName): Promise<ColumnRecord> => {
    try {
      return await makeColumn(figure, contexts[column], folder, endings[column]);
    } catch (error) {
      contexts[column].signal.throwIfAborted();
      return failedColumn(figure, lineOf(error));
    }
  };
  const thesisLike = await make('thesisLike');
  const same = asksTheSame(contexts);
  const columns = { thesisLike, today: same ? thesisLike : await make('today') };
  const error = columnNames.map((column) => columns[column].error).find((one) => one !== undefined);
  return {
    number: figure.number,
    status: error === undefined ? 'done' : 'failed',
    error,
    key,
    seconds: thesisLike.seconds + (same ? 0 : columns.today.seconds),
    same,
    note: figure.digits === true && contexts.thesisLike.source === 'drawn' ? standIn : undefined,
    backend: tf.getBackend(),
    ...columns,
  };
};

/** The record of a figure that could not be drawn at all: what went wrong, in one line. */
export const failedFigure = (figure: Figure, error: string, key: string): FigureRecord => ({
  number: figure.number,
  status: 'failed',
  error,
  key,
  seconds: 0,
  same: true,
  backend: '',
  thesisLike: failedColumn(figure, error),
  today: failedColumn(figure, error),
});
