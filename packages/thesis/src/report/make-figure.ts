import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { textOf, type Drawing, type Figure, type FigureTable, type Picture, type Text } from '../figure.js';
import type { OpenContext } from '../context.js';
import { write } from './files.js';
import { json } from './text.js';
import { csv } from './csv.js';
import { fileNameOf } from './kept-records.js';
import type { FigureRecord, PictureFile, PictureRecord, TableRecord } from './figure-record.js';

const nothing: Text = { en: '', es: '' };

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
  const { svgToPng } = await import('@interp/viz/node');
  await write(join(folder, file), file.endsWith('.png') ? svgToPng(svg, { scale: 2 }) : svg);
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
  await write(join(folder, file), csv([head, ...rows].map((row) => row.map((cell) => textOf(cell, 'en')))));
  return { file, title, head, rows };
};

const written = async (
  figure: Figure,
  drawing: Drawing,
  folder: string,
): Promise<Pick<FigureRecord, 'pictures' | 'tables' | 'data'>> => {
  const name = fileNameOf(figure);
  const data = [`data/${name}.json`];
  await write(join(folder, data[0]), `${json(drawing.data)}\n`);
  if (drawing.tensors) {
    const { writeSafetensors } = await import('@interp/core');
    data.push(`data/${name}.safetensors`);
    await write(join(folder, data[1]), writeSafetensors(drawing.tensors));
  }
  return {
    pictures: await Promise.all(drawing.pictures.map((picture) => writeBoth(folder, picture))),
    tables: await Promise.all((drawing.tables ?? []).map((table) => writeTable(folder, table))),
    data,
  };
};

/**
 * Draws a figure and writes its files.
 *
 * @param figure - the figure
 * @param open - what it is drawn with, and which networks of it were asked for
 * @param folder - the report's
 * @param key - what it is drawn with, for the record
 * @returns the record
 * @throws whatever the figure throws
 */
export const makeFigure = async (
  figure: Figure,
  open: Pick<OpenContext, 'context' | 'used' | 'start'>,
  folder: string,
  key: string,
): Promise<FigureRecord> => {
  const { context, used, start } = open;
  used.clear();
  await start();
  const begun = performance.now();
  const drawing = await figure.draw(context);
  const seconds = (performance.now() - begun) / 1000;
  const drawn = figure.digits === true && context.source === 'drawn';
  const notes = [...(drawn ? [standIn] : []), ...(drawing.note ? [drawing.note] : [])];
  const { ours, difference, verdict, caption, numbers, timed = false, command = figure.command } = drawing;
  return {
    number: figure.number,
    status: 'done',
    key,
    seconds,
    command,
    ours,
    difference,
    verdict,
    caption,
    ...(notes.length > 0 && {
      note: { en: notes.map(({ en }) => en).join(' '), es: notes.map(({ es }) => es).join(' ') },
    }),
    timed,
    numbers,
    networks: [...used].sort(),
    backend: tf.getBackend(),
    ...(await written(figure, drawing, folder)),
  };
};

/**
 * The record of a figure that could not be drawn.
 *
 * @param figure - the figure
 * @param error - what went wrong, in one line
 * @param key - what it was to be drawn with
 * @returns the record
 */
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
