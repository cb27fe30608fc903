import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import zlib from 'node:zlib';

/** Least letters of a script that is worth a second file: smaller ones are compiled as fast as that is read. */
const least = 4000;

/** Days after which compiled code is thrown away, as it may be of a version that is no longer there. */
const days = 90;

/** What was kept, if it is whole: the engine checks whether it was made by the same engine of a source of the same length, not its own bytes. */
const kept = (file) => {
  try {
    const bytes = readFileSync(file);
    return bytes.readUInt32LE(0) === zlib.crc32(bytes.subarray(4)) ? bytes.subarray(4) : undefined;
  } catch {
    return undefined;
  }
};

/** Puts a file in its place as a whole, so that no other process reads a part of it. */
const keep = (file, code) => {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(zlib.crc32(code));
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, Buffer.concat([sum, code]), { mode: 0o600 });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
};

/** Removes what was kept long ago. */
const removeOld = (engine) => {
  const oldest = Date.now() - days * 24 * 3600 * 1000;
  for (const file of readdirSync(engine).map((name) => join(engine, name)))
    if (statSync(file).mtimeMs < oldest) rmSync(file, { force: true });
};

/** What `import()` is in a script, which has none of its own: of packages outside the bundle. */
const importOutside = (name) => import(name);

/** The folder for what this engine compiles; undefined where the runtime keeps nothing. */
const folderOfEngine = (folder) => {
  if (folder === undefined || typeof v8.cachedDataVersionTag !== 'function' || typeof zlib.crc32 !== 'function')
    return undefined;
  return join(folder, `v8-${v8.cachedDataVersionTag()}`);
};

/**
 * Runs a script of the bundle, and keeps what the engine has compiled of it, and of those that it requires, from run to run. What cannot be kept, or was
 * damaged since, is compiled again.
 *
 * @param main - the path of the script; those that it requires by `./` lie beside it
 * @param folder - where compiled code is kept, one that only the user can write to; nothing is kept without
 * @returns what the script exports
 */
export const runCompiled = (main, folder) => {
  const outside = createRequire(main);
  const engine = folderOfEngine(folder);
  const modules = new Map();
  const fresh = [];

  const compile = (name, filename) => {
    const source = `(function (exports, require, module, __filename, __dirname, importOutside) {${readFileSync(filename, 'utf8')}\n})`;
    // The engine compares no more than the length of a source.
    const file = engine && source.length >= least ? join(engine, `${name}-${zlib.crc32(source)}`) : undefined;
    const cachedData = file && kept(file);
    const script = new vm.Script(source, { filename, ...(cachedData && { cachedData }) });
    if (file && (!cachedData || script.cachedDataRejected)) fresh.push([file, script]);
    return script.runInThisContext();
  };

  const load = (name) => {
    const known = modules.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const filename = join(dirname(main), name);
    const require = (wanted) => (wanted.startsWith('./') ? load(wanted.slice(2)) : outside(wanted));
    try {
      compile(name, filename)(module.exports, require, module, filename, dirname(main), importOutside);
    } catch (error) {
      modules.delete(name);
      throw error;
    }
    return module.exports;
  };

  // At the end, when what is called has been compiled.
  process.on('exit', () => {
    try {
      if (fresh.length > 0) {
        mkdirSync(engine, { recursive: true, mode: 0o700 });
        removeOld(engine);
      }
      for (const [file, script] of fresh) keep(file, script.createCachedData());
    } catch {
      // Not where it cannot be written to.
    }
  });
  return load(basename(main));
};
