import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sourceHash } from '../build/source-hash.mjs';
import { openAddon } from '../src/open-addon.js';
import { openNativeKernels } from '../src/open-native-kernels.js';
import { prebuilt, sources } from '../src/prebuilt.js';

const here = `${process.platform}-${process.arch}`;
const original = fileURLToPath(new URL('../prebuilt/', import.meta.url));

/** A copy of the package's published addons, and the reason why the one for this machine is not taken after a change. */
const refusalAfter = (change: (folder: string) => void): string => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-native-'));
  try {
    cpSync(original, join(folder, 'prebuilt'), { recursive: true });
    change(folder);
    const opened = openAddon(pathToFileURL(`${folder}/`));
    return 'reason' in opened ? opened.reason : 'it was taken';
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const recordOf = (bytes: Uint8Array, from = sources): string =>
  JSON.stringify({ sources: from, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });

const builtHere = (folder: string, bytes: Uint8Array, record = recordOf(bytes)): void => {
  mkdirSync(join(folder, 'built'));
  writeFileSync(join(folder, 'built/addon.node'), bytes);
  writeFileSync(join(folder, 'built/record.json'), record);
};

describe('the published addons', () => {
  it('are of the sources', () => expect(sources).toBe(sourceHash()));

  it.each(Object.keys(prebuilt))('are what was recorded: %s', (name) => {
    const bytes = readFileSync(join(original, `${name}.node`));
    expect(bytes.length).toBe(prebuilt[name].bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(prebuilt[name].sha256);
    expect(bytes.includes(sources)).toBe(true);
  });

  it('are 700 kB together at most', () =>
    expect(Object.values(prebuilt).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(700_000));
});

describe('an addon', () => {
  const file = (folder: string): string => join(folder, 'prebuilt', `${here}.node`);

  it('loads as it was published', () => expect(refusalAfter(() => undefined)).toBe('it was taken'));

  it('is refused where it was cut', () =>
    expect(refusalAfter((folder) => writeFileSync(file(folder), readFileSync(file(folder)).subarray(0, 5000)))).toMatch(
      /^prebuilt\/\S+ has 5000 bytes instead of \d+; install the package again$/,
    ));

  it('is refused where a byte was changed', () =>
    expect(
      refusalAfter((folder) => {
        const bytes = readFileSync(file(folder));
        bytes[20_000] ^= 1;
        writeFileSync(file(folder), bytes);
      }),
    ).toMatch(/is not the file that was published/));

  it('is refused where it is missing', () =>
    expect(refusalAfter((folder) => rmSync(file(folder)))).toMatch(/cannot be read: ENOENT/));

  it('is refused where it is one of another processor', () => {
    const other = Object.keys(prebuilt).find((name) => !name.endsWith(process.arch))!;
    const reason = refusalAfter((folder) => builtHere(folder, readFileSync(join(folder, 'prebuilt', `${other}.node`))));
    expect(reason).toMatch(/^built\/addon.node did not load: /);
    expect(reason).not.toContain('\n');
  });

  it('that was compiled on this machine is taken, unless it is of other sources', () => {
    const bytes = readFileSync(join(original, `${here}.node`));
    expect(refusalAfter((folder) => builtHere(folder, bytes))).toBe('it was taken');
    expect(refusalAfter((folder) => builtHere(folder, bytes, recordOf(bytes, 'others')))).toMatch(
      /is of other sources/,
    );
    expect(refusalAfter((folder) => builtHere(folder, bytes, '{"sources"'))).toBe('it was taken');
  });
});

describe('the level', () => {
  const withLevel = (level: string | undefined): ReturnType<typeof openNativeKernels> => {
    const before = process.env['INTERP_NATIVE_LEVEL'];
    if (level === undefined) delete process.env['INTERP_NATIVE_LEVEL'];
    else process.env['INTERP_NATIVE_LEVEL'] = level;
    try {
      return openNativeKernels();
    } finally {
      if (before === undefined) delete process.env['INTERP_NATIVE_LEVEL'];
      else process.env['INTERP_NATIVE_LEVEL'] = before;
    }
  };

  it('is the fastest that there is, or the one that is named', () => {
    const opened = openAddon();
    if ('reason' in opened) throw new Error(opened.reason);
    expect(withLevel(undefined)).toMatchObject({ level: opened.addon.levels[0] });
    for (const level of opened.addon.levels) expect(withLevel(level)).toMatchObject({ level, fused: level !== 'sse2' });
  });

  it('may be none', () => expect(withLevel('none')).toEqual({ reason: 'INTERP_NATIVE_LEVEL is none' }));

  it('is refused where this machine does not have it', () =>
    expect(withLevel('mmx')).toEqual({
      reason: expect.stringMatching(/^INTERP_NATIVE_LEVEL is "mmx", and this machine has \w+/) as string,
    }));
});
