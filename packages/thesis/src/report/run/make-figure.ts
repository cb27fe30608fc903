import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { writeSafetensors } from '@interp/core';
import { svgToPng } from '@interp/viz/node';
import type { ThesisContext } from '../../context.js';
import { textOf, type Figure, type FigureResult, type FigureTable, type Picture, type Text } from '../../figure.js';
import { nothing } from '../../format.js';
import { csv, json, writeIn } from '../files.js';
import { fileNameOf, type FigureRecord, type PictureFile, type PictureRecord, type TableRecord } from './records.js';

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

const writeBoth = async (folder: string, { name, svg, kind, alt }: Picture): Promise<PictureRecord> => {
  const extension = kind === 'pixels' ? 'png' : 'svg';
  const en = await writePicture(folder, `${name}.${extension}`, textOf(svg, 'en'));
  const es = typeof svg === 'string' ? en : await writePicture(folder, `${name}.es.${extension}`, textOf(svg, 'es'));
  return { files: { en, es }, alt };
};

const writeTable = async (folder: string, { name, title, head, rows }: FigureTable): Promise<TableRecord> => {
  const file = `data/${name}.csv`;
  await writeIn(folder, join(folder, file), csv([head, ...rows].map((row) => row.map((cell) => textOf(cell, 'en')))));
  return { file, title, head, rows };
};

const writeFiles = async (
  figure: Figure,
  result: FigureResult,
  folder: string,
): Promise<Pick<FigureRecord, 'pictures' | 'tables' | 'data'>> => {
  const name = fileNameOf(figure);
  const data = [`data/${name}.json`];
  await writeIn(folder, join(folder, data[0]), `${json(result.data)}\n`);
  if (result.tensors) {
    data.push(`data/${name}.safetensors`);
    await writeIn(folder, join(folder, data[1]), writeSafetensors(result.tensors));
  }
  return {
    pictures: await Promise.all(result.pictures.map((picture) => writeBoth(folder, picture))),
    tables: await Promise.all((result.tables ?? []).map((table) => writeTable(folder, table))),
    data,
  };
};

/** Draws a figure and writes its files; throws what the figure throws, and the signal's reason where it was stopped. */
export const makeFigure = async (
  figure: Figure,
  context: ThesisContext,
  folder: string,
  key: string,
): Promise<FigureRecord> => {
  context.used.clear();
  const begun = performance.now();
  const result = await figure.draw(context);
  context.signal.throwIfAborted();
  const seconds = (performance.now() - begun) / 1000;
  const { ours, difference, verdict, caption, numbers, timed = false, command = figure.command } = result;
  return {
    number: figure.number,
    status: 'done',
    key,
    seconds,
    command: command.replaceAll('mnist:', `${context.source}:`),
    ours,
    difference,
    verdict,
    caption,
    note: figure.digits === true && context.source === 'drawn' ? standIn : undefined,
    timed,
    numbers,
    networks: [...context.used].sort(),
    backend: tf.getBackend(),
    ...(await writeFiles(figure, result, folder)),
  };
};

/** The record of a figure that could not be drawn: what went wrong, in one line. */
export const failedFigure = (figure: Figure, error: string, key: string): FigureRecord => ({
  number: figure.number,
  status: 'failed',
  error,
  key,
  seconds: 0,
  command: figure.command,
  ours: nothing,
  difference: nothing,
  caption: nothing,
  timed: false,
  numbers: {},
  networks: [],
  backend: '',
  pictures: [],
  tables: [],
  data: [],
});
