import type { OpenedClassifier, OpenedFiles } from '@interp/open/page';
import { messageOf } from '../message-of.js';
import { inputsAmong, openOptionsIn, type ModelTexts } from '../../views/model/model-settings.js';

/** Files of a model, with the number of their opening. */
export interface ModelFiles {
  /** Which opening they are of: other files have another one. */
  readonly id: number;
  /** The files, each with its path in the folder that was opened, or its name. */
  readonly files: readonly { readonly path: string; readonly file: Blob }[];
}

/** A model that is open, as a classifier where it is one. */
export interface OwnModel {
  /** The model. */
  readonly opened: OpenedFiles;
  /** The model as a classifier of pictures, or the sentence that says why it is none. */
  readonly net: OpenedClassifier | string;
  /** How many bytes its files have. */
  readonly bytes: number;
}

/** The most bytes of a model's files. */
const mostBytes = 1.5 * 2 ** 30;

let held: { readonly key: string; readonly own: Promise<OwnModel> } | undefined;
let turn: Promise<unknown> = Promise.resolve();

const open = async ({ files }: ModelFiles, texts: ModelTexts): Promise<OwnModel> => {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > mostBytes)
    throw new Error(`the files have ${Math.round(bytes / 2 ** 20)} MB; expected at most ${mostBytes / 2 ** 20} MB`);
  const { openFiles } = await import('@interp/open/page');
  const read = await Promise.all(
    files.map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const inputs = inputsAmong(files.map(({ path }) => path));
  const opened = await openFiles(new Map(read), { ...openOptionsIn(texts), ...inputs });
  const net = await opened.classifier().catch((error: unknown) => messageOf(error));
  return { opened, net, bytes };
};

const letGo = async (): Promise<void> => {
  const before = held;
  held = undefined;
  await before?.own.then(({ opened }) => opened.dispose()).catch(() => undefined);
};

const opening = async (files: ModelFiles, texts: ModelTexts): Promise<OwnModel> => {
  const key = JSON.stringify([files.id, openOptionsIn(texts)]);
  if (held?.key !== key) {
    await letGo();
    held = { key, own: open(files, texts) };
  }
  return held.own.catch((error: unknown) => {
    held = undefined;
    throw error;
  });
};

/** Does work with the model of some files, which stays open until others are; one work at a time, so that none loses its model. */
export const withOwnModel = <T>(
  files: ModelFiles | undefined,
  texts: ModelTexts,
  work: (own: OwnModel) => T | Promise<T>,
): Promise<T> => {
  const next = turn.then(async () => {
    if (!files) throw new Error('no model is open; open its files under “Your model”');
    return work(await opening(files, texts));
  });
  turn = next.catch(() => undefined);
  return next;
};

/** The same with the model as a classifier; refused in a sentence where it is none. */
export const withOwnClassifier = <T>(
  files: ModelFiles | undefined,
  texts: ModelTexts,
  work: (net: OpenedClassifier) => T | Promise<T>,
): Promise<T> =>
  withOwnModel(files, texts, ({ net }) => {
    if (typeof net === 'string') throw new Error(net);
    return work(net);
  });
