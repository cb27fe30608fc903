// The addon of tfjs-node, compiled from the C++ source that its npm package carries, against libraries beside it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { libraries } from './library.mjs';
import { programs } from './refusal.mjs';

/** Where the package is that `folder` would import; `undefined` if it has none. */
export function packageFolder(folder, packageName) {
  try {
    return dirname(createRequire(join(resolve(folder), 'here.js')).resolve(`${packageName}/package.json`));
  } catch {
    return undefined;
  }
}

const nodeApiHeaders = (folder) => {
  const beside = resolve(process.execPath, '..', '..', 'include', 'node');
  const installed = packageFolder(folder, 'node-api-headers');
  const found = [beside, ...(installed ? [join(installed, 'include')] : [])].find((one) =>
    existsSync(join(one, 'node_api.h')),
  );
  if (!found) throw new Error(`there is no node_api.h beside Node.js; expected npm i node-api-headers in ${folder}`);
  return found;
};

const place = (from, to) => {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
};

/**
 * Puts the libraries in the package's `deps/lib` (hard links where the cache is on the same disk) and compiles the addon to where the
 * package looks for it. The path to the libraries is relative, so that the folder can be moved.
 */
export function buildAddon(folder, packageAt, unpacked) {
  const { find } = createRequire(join(packageAt, 'package.json'))('@mapbox/node-pre-gyp');
  const addon = find(join(packageAt, 'package.json'));
  const [, version] = /napi-v(\d+)/.exec(addon);
  const lib = join(packageAt, 'deps', 'lib');
  for (const made of [lib, dirname(addon)]) mkdirSync(made, { recursive: true });
  for (const one of libraries) place(join(unpacked, 'tensorflow', one), join(lib, one));
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(packageAt, 'binding', name));
  const headers = [packageAt, join(unpacked, 'tensorflow', 'include'), nodeApiHeaders(folder)];
  const { status, stderr } = spawnSync(
    programs.compiler,
    [
      ...[
        '-std=c++17',
        '-O2',
        '-fPIC',
        '-shared',
        '-pthread',
        `-DNAPI_VERSION=${version}`,
        '-DBUILDING_NODE_EXTENSION',
      ],
      ...headers.map((one) => `-I${one}`),
      ...sources,
      `-L${lib}`,
      ...libraries.map((one) => `-l:${one}`),
      ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-Wl,-z,now', '-o', `${addon}.part`],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${programs.compiler} failed: ${/.*error.*/i.exec(stderr)?.[0] ?? stderr.trim()}`);
  renameSync(`${addon}.part`, addon);
}
