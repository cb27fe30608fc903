import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { InterpError } from '@interp/core';
import { modelSettingsFile } from '@interp/files/node';

/** The files that a model is of: the folder that they are in, and their paths in it, the model's own first. */
export interface ModelFiles {
  /** The folder. */
  readonly folder: string;
  /** Paths with `/`. */
  readonly names: readonly string[];
}

/** Files of weights that a `model.json` lists, those outside its folder left out. */
const listed = (file: string): string[] => {
  try {
    const { weightsManifest = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly weightsManifest?: readonly { readonly paths: readonly string[] }[];
    };
    return weightsManifest
      .flatMap(({ paths }) => paths)
      .filter((path) => !/^(?:\/|\.\.|[a-z]:)/i.test(normalize(path)));
  } catch {
    // Whoever opens it says what is wrong with it.
    return [];
  }
};

/**
 * The files of a model: itself, the weights that a `model.json` lists or that lie beside it under its name (`NAME.data`), and what `interp model
 * --write` remembers of it.
 *
 * @throws InterpError `not-found` where there is no such file
 */
export const modelFiles = (file: string): ModelFiles => {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new InterpError('not-found', `there is no file ${file}; expected a model, such as model.json or net.onnx`);
  const [folder, name] = [dirname(file), basename(file)];
  const settings = basename(modelSettingsFile(file));
  const beside = readdirSync(folder).filter((one) => one === settings || (one.startsWith(name) && one !== name));
  const all = [...(extname(name) === '.json' ? listed(file) : []), ...beside];
  return { folder, names: [name, ...new Set(all)].filter((one) => existsSync(join(folder, one))) };
};
