#!/usr/bin/env node
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether the program in one piece is there and, in a checkout, nothing was compiled since it was made. */
const isBundled = () => {
  const at = (path) => new URL(path, new URL('../', import.meta.url));
  if (!existsSync(at('bundle/main.cjs'))) return false;
  if (!existsSync(at('dist/.tsbuildinfo'))) return true;
  const made = statSync(at('bundle/made-of.json')).mtimeMs;
  return JSON.parse(readFileSync(at('bundle/made-of.json'), 'utf8')).every(
    (path) => statSync(at(path)).mtimeMs <= made,
  );
};

/** Where compiled code is kept from run to run: in the user's own folder, as code in one that others could write to is run as it is. */
const cacheFolder = () => {
  const { NODE_DISABLE_COMPILE_CACHE: isOff, XDG_CACHE_HOME: caches = join(homedir(), '.cache') } = process.env;
  return isOff ? undefined : join(caches, 'interp', 'compiled');
};

try {
  if (isBundled()) {
    const { runCompiled } = await import('./compiled.js');
    runCompiled(fileURLToPath(new URL('../bundle/main.cjs', import.meta.url)), cacheFolder());
  } else await import('../dist/main.js');
} catch (error) {
  process.exitCode = 1;
  const why = String(error?.code ?? error?.message).replace(/[^\x20-\x7e]+/g, ' ');
  const todo = {
    EMFILE: 'see ulimit -n',
    ENFILE: 'close other programs',
    ERR_ACCESS_DENIED: 'see --permission of node',
  };
  process.stderr.write(`interp: it cannot be loaded (${why.slice(0, 100)}); ${todo[why] ?? 'install it again'}\n`);
}
