#!/usr/bin/env node
import { existsSync, readFileSync, statSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Whether the program in one piece is there and, in a checkout, nothing was compiled since it was made. */
const isBundled = () => {
  const at = (path) => new URL(path, new URL('../', import.meta.url));
  if (!existsSync(at('bundle/main.js'))) return false;
  if (!existsSync(at('dist/.tsbuildinfo'))) return true;
  const made = statSync(at('bundle/made-of.json')).mtimeMs;
  return JSON.parse(readFileSync(at('bundle/made-of.json'), 'utf8')).every(
    (path) => statSync(at(path)).mtimeMs <= made,
  );
};

try {
  // From Node.js 22.1 on, compiled code is kept from run to run, so that the next one starts sooner: in the user's own folder, as code
  // that others could write to in a folder of everybody's is run as it is.
  const { NODE_COMPILE_CACHE: named, XDG_CACHE_HOME: caches = join(homedir(), '.cache') } = process.env;
  module.enableCompileCache?.(named ?? join(caches, 'interp', 'compiled'));
  await (isBundled() ? import('../bundle/main.js') : import('../dist/main.js'));
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
