// Where @tensorflow/tfjs-node is found; everything else as ever.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeFolder } from './native-folder.mjs';

const index = join(nativeFolder, 'node_modules', '@tensorflow', 'tfjs-node', 'dist', 'index.js');

/** A hook of Node.js' module loader. */
export const resolve = (specifier, context, next) =>
  specifier === '@tensorflow/tfjs-node'
    ? { url: pathToFileURL(index).href, shortCircuit: true }
    : next(specifier, context);
