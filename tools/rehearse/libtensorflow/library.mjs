// libtensorflow and its C headers, out of the wheel of Python's TensorFlow, kept in a cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { programs } from './refusal.mjs';

/** The two shared libraries, as the linker has to be given them. */
export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** The folder in which libraries are kept from one time to the next. */
export const cacheFolder = () =>
  process.env.INTERP_LIBTENSORFLOW ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'interp-libtensorflow');

// The C API includes headers of tsl; nothing else of the wheel is wanted. Python is there for pip, and reads zip files.
const unpack = `
import sys, zipfile
wheel, folder, *libraries = sys.argv[1:]
with zipfile.ZipFile(wheel) as file:
    headers = tuple('tensorflow/include/' + part for part in ('tensorflow/c/', 'tensorflow/core/platform/ctstring', 'tsl/c/', 'tsl/platform/ctstring'))
    wanted = lambda name: name in ['tensorflow/' + one for one in libraries] or name.startswith(headers)
    file.extractall(folder, [name for name in file.namelist() if wanted(name)])
`;

const run = (what, args) => {
  const { status, stderr } = spawnSync(programs.python, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`${what} failed: ${stderr.trim().split('\n').at(-1)}`);
};

/**
 * The unpacked wheel, with libraries in `tensorflow/` and headers in `tensorflow/include/`. Downloads it by pip, which checks the
 * pinned SHA-256, unless the cache has it. The cache's entry appears in one move, so that it is whole wherever it is.
 */
export function library({ wheel, requirement, megabytes }, say) {
  const cache = cacheFolder();
  const kept = join(cache, wheel);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const { bavail, bsize } = statfsSync(cache);
  if (bavail * bsize < 1.8e6 * megabytes) throw new Error(`${cache} needs ${Math.ceil(megabytes * 1.8)} MB free`);
  const work = mkdtempSync(join(cache, 'part-'));
  try {
    say(`downloading ${wheel} …`);
    const version = ['--implementation', 'cp', '--python-version', '311', '--abi', 'cp311'];
    const platforms = ['manylinux2014_x86_64', 'manylinux_2_17_x86_64'].flatMap((one) => ['--platform', one]);
    const only = ['--no-deps', '--only-binary=:all:', '--require-hashes', ...version, ...platforms];
    run('the download', [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-cache-dir',
      ...only,
      '--dest',
      work,
      '-r',
      requirement,
    ]);
    const [file] = readdirSync(work);
    say(`unpacking ${file} …`);
    run('unpacking', ['-c', unpack, join(work, file), join(work, 'whole'), ...libraries]);
    if (!existsSync(kept)) renameSync(join(work, 'whole'), kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return kept;
}
