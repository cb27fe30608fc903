import { checkFunctions, InterpError, shownName, shownNames } from '@interp/checks';
import { modelSettingsIn, settingsFileName } from '@interp/files/building';
import type { ModelSettings } from '@interp/files/node';
import { classNamesIn } from '@interp/images';
import { givenIn } from './given-inputs.js';
import { rememberingSource, type ModelSource } from './model-source.js';
import { mergedSettings, openOptions, type OpenOptions } from './open-options.js';
import { openedModel, type OpenedModel } from './opened-model.js';
import { expectedFile, hasFormat, modelFormats, readModel, suffixOf } from './read-model.js';

/** Files by their names, or by their paths in a folder, with slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

const baseOf = (path: string): string => path.replace(/^.*[/\\]/s, '');

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The file of that path, or else one of that name in whatever folder. */
const find = (files: Files, path: string): Uint8Array | undefined =>
  files.get(path) ?? [...files].find(([name]) => baseOf(name) === baseOf(path))?.[1];

const isSettings = (name: string): boolean => /(?:^|[./\\])interp\.json$/.test(name);

/** Which of some files is the model, and not the one of other inputs; throws InterpError `bad-file` where none is, or several are. */
const modelFile = (files: Files, { inputs }: OpenOptions): string => {
  const all = [...files.keys()].filter((name) => hasFormat(name) && !isSettings(name) && baseOf(name) !== inputs);
  const topologies = all.filter(
    (name) => suffixOf(name) !== '.json' || textOf(files.get(name)!).includes('"modelTopology"'),
  );
  const found = all.length > 1 ? topologies : all;
  if (found.length === 1) return found[0];
  throw new InterpError(
    'bad-file',
    found.length === 0
      ? `of the files ${shownNames([...files.keys()].map(baseOf)) || '(none)'} none is a model; expected ${expectedFile}, with the files of weights that it names`
      : `the files ${shownNames(found.map(baseOf))} are several models; expected one at a time`,
  );
};

/** The names of classes in a file that is called so that it has them, as `labels.txt`; undefined where there is none. */
const labelsAmong = (files: Files, model: string): readonly string[] | undefined => {
  const isLabels = (name: string): boolean => /(?:label|class|names|synset)[^/\\]*\.(?:txt|json)$/i.test(name);
  const found = [...files].find(([name]) => name !== model && isLabels(name));
  return found && classNamesIn(textOf(found[1]), baseOf(found[0]));
};

const labelsOf = (files: Files, { labels }: OpenOptions): readonly string[] | undefined => {
  if (typeof labels !== 'string') return labels;
  const bytes = find(files, labels);
  if (bytes) return classNamesIn(textOf(bytes), labels);
  throw new InterpError(
    'not-found',
    `the names of classes ${shownName(labels)} are not among the files; give them too`,
  );
};

const sourceOf = (files: Files, name: string): ModelSource => {
  const folder = name.slice(0, name.length - baseOf(name).length);
  const beside = (path: string): Uint8Array => {
    const bytes = find(files, folder + path);
    if (bytes) return bytes;
    throw new InterpError(
      'not-found',
      `${shownName(baseOf(name))} keeps weights in ${shownName(path)}, which is not among the files; open it together with them`,
    );
  };
  const weights = (path: string, most: number): Uint8Array => {
    const bytes = beside(path);
    if (bytes.length <= most) return bytes;
    throw new InterpError(
      'bad-file',
      `${shownName(path)} has more bytes than the weights in it; fetch or save the model again`,
    );
  };
  return { name: baseOf(name), bytes: () => Promise.resolve(files.get(name)!), beside, weights };
};

/** A model of files in memory, with the name of its own. */
export interface OpenedFiles extends OpenedModel {
  /** What the file of the model is called. */
  readonly name: string;
}

/**
 * Opens a model of any format from the bytes of its files, as a page has them that were dropped on it: `model.json` and its shards, `.onnx` and its
 * external data, `.keras`, `.h5`, PyTorch weights of the LeNet. An `interp.json` among them is read, as `openModel` reads it, and a file
 * such as `labels.txt` where nothing else names the classes. None of it needs Node.js; nothing of the files is run.
 *
 * @param files - all of them, by name or by path in their folder; borrowed, also by the model on backends that keep numbers where they are given them
 * @param options - as `openModel` takes them; `labels` and `inputs` are names of files among these
 * @returns the model; it belongs to the caller
 * @throws InterpError `bad-file` where none or several are models or one is damaged, `not-found` for a file that is not among them, `bad-option`,
 *   `unsupported-model`, `unsupported-layer`
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { openFiles } from '@interp/open/page';
 *
 * const opened = await openFiles(new Map([['strokes.onnx', await readFile('strokes.onnx')]])); // of a page, those that were dropped
 * const { inputShape, classes } = await opened.classifier();
 * console.log(opened.format, inputShape, classes); // onnx [ 16, 20, 3 ] 4
 * opened.dispose();
 * ```
 */
export const openFiles = async (files: Files, options: OpenOptions = {}): Promise<OpenedFiles> => {
  checkFunctions('the files', files, ['keys', 'get'], 'a Map of names and bytes');
  const known = openOptions.withDefaults(options);
  const file = modelFile(files, known);
  const name = baseOf(file);
  const beside = find(files, settingsFileName(name));
  const remembered: ModelSettings = beside ? await modelSettingsIn(textOf(beside), settingsFileName(name)) : {};
  const labels = labelsOf(files, known) ?? (remembered.labels ? undefined : labelsAmong(files, file));
  const settings = await mergedSettings(remembered, known, labels);
  const readInputs = (path: string, network: Parameters<typeof givenIn>[2]) => {
    const bytes = find(files, path);
    if (bytes) return Promise.resolve(givenIn(path, bytes, network));
    throw new InterpError('not-found', `the inputs ${shownName(path)} are not among the files; give them too`);
  };
  const read = [name];
  const model = await readModel(rememberingSource(sourceOf(files, file), read), settings);
  const format = modelFormats[suffixOf(name)];
  const opened = openedModel(model, { format, settings, files: read, options: known, readInputs });
  return { ...opened, name };
};
