import type { OpenedClassifier, OpenedFiles } from '@interp/open/page';
import { messageOf } from '../message-of.js';
import { inputsAmong, openOptionsIn, type ModelTexts } from './model-settings.js';

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

/** A model that is held open for what works with it. */
interface Held {
  readonly key: string;
  readonly own: Promise<OwnModel>;
  /** The works that have not ended. */
  readonly works: Set<Promise<unknown>>;
}

let held: Held | undefined;

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

/** Lets go of a model when what works with it has ended. */
const letGo = async ({ own, works }: Held): Promise<void> => {
  while (works.size > 0) await Promise.allSettled(works);
  await own.then(({ opened }) => opened.dispose()).catch(() => undefined);
};

/** The model of some files: the one that is held, or opened when the one before is let go, so that two are never in memory. */
const holding = (files: ModelFiles, texts: ModelTexts): Held => {
  const key = JSON.stringify([files.id, openOptionsIn(texts)]);
  if (held?.key === key) return held;
  const before = held && letGo(held);
  const now: Held = { key, own: Promise.resolve(before).then(() => open(files, texts)), works: new Set() };
  held = now;
  // One that cannot be opened is tried again the next time.
  now.own.catch(() => held === now && (held = undefined));
  return now;
};

/** Does work with the model of some files, which stays open until others are asked for and no work with it is left. */
export const withOwnModel = async <T>(
  files: ModelFiles | undefined,
  texts: ModelTexts,
  work: (own: OwnModel) => T | Promise<T>,
): Promise<T> => {
  if (!files) throw new Error('no model is open; open its files under “Your model”');
  const { own, works } = holding(files, texts);
  const done = own.then(work);
  works.add(done);
  return done.finally(() => works.delete(done));
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
