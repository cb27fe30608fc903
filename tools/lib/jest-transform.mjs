// Jest's transformer: TypeScript by SWC, with the language's own globals bound in each module.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import swc from '@swc/jest';

/**
 * The globals of the language that loops use. Node.js intercepts each look-up of a global in the contexts that Jest runs tests in, which
 * takes 0.5 µs rather than none: a network's weights, read with three look-ups each, took half a second. Not here: what tests replace
 * (`fetch`, timers, `Date`) or take away (`SharedArrayBuffer`).
 */
export const boundGlobals = [
  ...['Array', 'ArrayBuffer', 'BigInt', 'Boolean', 'DataView', 'Error', 'Infinity', 'JSON', 'Map', 'Math', 'Number'],
  ...['Object', 'Promise', 'RangeError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'WeakMap'],
  ...['WeakSet', 'isFinite', 'isNaN', 'parseFloat', 'parseInt', 'BigInt64Array', 'BigUint64Array', 'Float32Array'],
  ...['Float64Array', 'Int16Array', 'Int32Array', 'Int8Array', 'Uint16Array', 'Uint32Array', 'Uint8Array'],
  ...['Uint8ClampedArray'],
];

/** Those that modules bind themselves; Jest, which binds the others in modules that are not transformed, takes a false value for a missing one. */
const bound = [...boundGlobals, 'NaN'];

/** The name where it begins an expression, not as a property. */
const used = (name) => new RegExp(String.raw`(?<![\w$.])${name}\b`);

/** A declaration or an import of the module's own of that name. */
const declared = (name) =>
  new RegExp(
    String.raw`^(?:export )?(?:const|let|var|class|(?:async )?function\*?) ${name}\b|^import [^;]*\b${name}\b`,
    'm',
  );

/** Binds the globals that a module uses to constants of its own, on its first line, so that lines keep their numbers. */
export const bindGlobals = (code) => {
  const names = bound.filter((name) => used(name).test(code) && !declared(name).test(code));
  return names.length === 0 ? code : `const { ${names.join(', ')} } = globalThis; ${code}`;
};

const itself = readFileSync(fileURLToPath(import.meta.url));

/**
 * Called by Jest with the options of `transform` in its configuration.
 *
 * @param {object} options
 */
export const createTransformer = (options) => {
  const typescript = /** @type {any} */ (swc.createTransformer(options));
  const withBound = (result) => ({ ...result, code: bindGlobals(result.code) });
  return {
    process: (source, path, settings) => withBound(typescript.process(source, path, settings)),
    processAsync: async (source, path, settings) => withBound(await typescript.processAsync(source, path, settings)),
    getCacheKey: (source, path, settings) =>
      createHash('sha256')
        .update(typescript.getCacheKey(source, path, settings))
        .update(itself)
        .digest('hex'),
  };
};

export default { createTransformer };
