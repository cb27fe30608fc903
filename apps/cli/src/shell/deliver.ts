import { extname, join } from 'node:path';
import { csvTable, writeSafetensors } from '@interp/files';
import { writeWithFolder } from '@interp/files/internal';
import { plainJson, plainLines, plainText } from '@interp/checks';
import type { Result } from './job.js';
import type { CommonOptions } from './options.js';
import { savedMetadata } from './saved-metadata.js';
import type { Destinations } from './destinations.js';
import type { Terminal } from './terminal/terminal.js';

/**
 * JSON on one line. Numbers are given nine significant digits, which say all that a float32 holds; what a terminal would obey or hide is
 * written as JSON's escapes.
 */
export const json = (value: unknown): string =>
  plainJson(
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'number' && !Number.isInteger(item) ? Number(item.toPrecision(9)) : item,
    ),
  );

const pictureBytes = async (path: string, svg: string): Promise<Uint8Array | string> => {
  if (extname(path).toLowerCase() === '.svg') return svg;
  const { svgToPng } = await import('@interp/viz/node');
  return svgToPng(svg, { scale: 2 });
};

const tensorBytes = (result: Result, options: CommonOptions): Uint8Array =>
  writeSafetensors(result.tensors ?? [], savedMetadata(result, options));

const showsColours = ({ stdout, env }: Terminal): boolean =>
  stdout.isTTY === true && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb';

/** Writes the files that were asked for and prints the result. */
export const deliver = async (
  result: Result,
  name: string,
  where: Destinations,
  options: CommonOptions,
  terminal: Terminal,
): Promise<void> => {
  const { picture, folder, table, tensors } = where;
  const files: string[] = [];
  const put = async (path: string, contents: Uint8Array | string): Promise<void> => {
    await writeWithFolder(path, contents);
    files.push(path);
  };
  const drawing = (picture ?? folder) === undefined ? undefined : await result.picture?.();
  if (picture !== undefined && drawing === undefined && !options.quiet)
    terminal.stderr.write(`${plainText(picture)} is not written: there is no picture to draw\n`);
  if (tensors !== undefined) await put(tensors, tensorBytes(result, options));
  if (table !== undefined && result.rows) {
    const rows = csvTable(result.rows);
    if (table === '-') terminal.stdout.write(plainLines(rows, /[\r\n\t]/));
    else await put(table, rows);
  }
  if (picture !== undefined && drawing !== undefined) await put(picture, await pictureBytes(picture, drawing));
  if (folder !== undefined) {
    if (drawing !== undefined) await put(join(folder, `${name}.png`), await pictureBytes('.png', drawing));
    if (result.tensors) await put(join(folder, `${name}.safetensors`), tensorBytes(result, options));
    await put(join(folder, `${name}.json`), `${json(result.json)}\n`);
  }
  if (options.json) {
    terminal.stdout.write(`${json(result.json)}\n`);
    return;
  }
  if (options.quiet || table === '-') return;
  if (result.preview && showsColours(terminal))
    terminal.stdout.write(await result.preview(terminal.stdout.columns ?? 80));
  terminal.stdout.write(`${plainLines(result.text)}\n`);
  for (const file of files) terminal.stdout.write(`wrote ${plainText(file)}\n`);
};
