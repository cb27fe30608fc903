import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { failure, refusal, refused } from '@interp/testing/refusal';
import { readAnyFile, readNamedFile, readPlainFile, writeTarget } from '../src/node/internal.js';
import { loadModel, saveModel, writeFileAtomic } from '../src/node/index.js';

const folder = mkdtempSync(join(tmpdir(), 'interp-special-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

/** A device of the kind of /dev/null or /dev/full: that of the system, or as root, who could replace it, one of our own. */
const device = (name: 'null' | 'full'): string => {
  if (userInfo().uid !== 0) return `/dev/${name}`;
  if (!existsSync(at(name))) execFileSync('mknod', [at(name), 'c', '1', name === 'null' ? '3' : '7']);
  return at(name);
};

const fifo = (name: string): string => {
  execFileSync('mkfifo', [at(name)]);
  return at(name);
};

describe('what is written to that is no plain file', () => {
  it('a device is written into, also through a link, and stays what it is', async () => {
    const path = device('null');
    symlinkSync(path, at('x.svg'));
    for (const name of [path, at('x.svg')]) await writeFileAtomic(name, 'text');
    expect(statSync(path).isCharacterDevice()).toBe(true);
    expect(lstatSync(at('x.svg')).isSymbolicLink()).toBe(true);
  });

  it('a device that is full is refused', async () => {
    const path = device('full');
    expect(await refused(() => writeFileAtomic(path, 'text'))).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('(ENOSPC); expected more room on its disk') as string,
    });
    expect(statSync(path).isCharacterDevice()).toBe(true);
  });

  it('a FIFO is refused where nobody reads it, and else written into to the end', async () => {
    const path = fifo('pipe');
    expect(await refusal(() => writeFileAtomic(path, 'text'))).toBe('not-writable');
    const reader = spawn('cat', [path]);
    const chunks: Buffer[] = [];
    reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => reader.on('close', resolve));
    const bytes = Buffer.alloc(300_000, 'abc');
    for (let tries = 0; tries < 200; tries++) {
      const code = await refusal(() => writeFileAtomic(path, bytes));
      if (code === 'taken') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await ended;
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    expect(statSync(path).isFIFO()).toBe(true);
  });

  it('a socket and a folder are refused', async () => {
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    mkdirSync(at('folder'));
    for (const name of ['socket', 'folder', ''])
      expect(await refusal(() => writeFileAtomic(at(name), 'x'))).toBe('not-writable');
    expect(statSync(at('socket')).isSocket()).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });

  it('a link whose target is not there yet makes that target; one of itself is refused', async () => {
    symlinkSync('second', at('first'));
    symlinkSync('later', at('second'));
    await writeFileAtomic(at('first'), 'text');
    expect(readFileSync(at('later'), 'utf8')).toBe('text');
    expect(lstatSync(at('first')).isSymbolicLink()).toBe(true);
    symlinkSync('circle', at('circle'));
    expect(await refused(() => writeFileAtomic(at('circle'), 'x'))).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('(ELOOP); expected no link that leads to itself') as string,
    });
    symlinkSync(join('no', 'folder'), at('nowhere'));
    expect(await refusal(() => writeFileAtomic(at('nowhere'), 'x'))).toBe('not-writable');
  });

  it('an open file of a process is written into, not replaced', async () => {
    const link = process.platform === 'linux' ? '/proc/self/fd/1' : '/dev/fd/1';
    expect(await writeTarget(link)).toEqual({ path: link, special: true });
  });
});

describe('names', () => {
  it.each([
    ['of 255 bytes', 'a'.repeat(251) + '.svg'],
    ['of 255 bytes, two a letter', 'ä'.repeat(125) + 'x.svg'],
    ['with a line break', 'a\nb.svg'],
    ['with signs of addresses', 'a#b?c%41&d e.svg'],
    ['with a space at its end', 'a.svg '],
    ['with a control character', 'a\u001b[2J.svg'],
  ])('%s', async (_, name) => {
    await writeFileAtomic(at(name), 'one');
    await writeFileAtomic(at(name), 'two');
    expect(readFileSync(at(name), 'utf8')).toBe('two');
    expect(leftovers()).toEqual([]);
  });

  it('of 256 bytes are refused', async () => {
    expect(await refused(() => writeFileAtomic(at('a'.repeat(256)), 'x'))).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('(ENAMETOOLONG); expected a shorter name') as string,
    });
  });

  it('models are saved into and read from folders of any name', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    for (const name of ['C#', 'a%20b', 'what?', 'a b', 'line\nbreak', 'ü'.repeat(120)]) {
      const again = await loadModel(await saveModel(model, at(name)));
      expect(again.countParams()).toBe(8);
      again.dispose();
    }
    expect(await refusal(() => saveModel(model, ''))).toBe('bad-option');
    expect(await refusal(() => saveModel(model, 7 as never))).toBe('bad-option');
    expect(await refusal(() => saveModel(model, device('full')))).toBe('not-writable');
    model.dispose();
  });
});

describe('what is read that is no plain file', () => {
  it('is no model, and is not waited for', async () => {
    const silent = fifo('model.json');
    for (const path of [silent, '/dev/zero', folder, at('missing'), '', `${silent}\0`])
      expect([path, await refusal(() => loadModel(path))]).toEqual([path, 'not-found']);
  });

  it('is no weights file of a model either', async () => {
    mkdirSync(at('hollow'));
    const weights = [{ name: 'w', shape: [1], dtype: 'float32' }];
    const json = {
      modelTopology: { class_name: 'Sequential', config: { layers: [] } },
      weightsManifest: [{ paths: ['silent'], weights }],
    };
    writeFileSync(at(join('hollow', 'model.json')), JSON.stringify(json));
    fifo(join('hollow', 'silent'));
    expect(['not-found', 'bad-file']).toContain(await refusal(() => loadModel(at(join('hollow', 'model.json')))));
  });

  it('is refused as a plain file, links where they are not to be followed too', async () => {
    writeFileSync(at('plain'), 'text');
    symlinkSync('plain', at('link'));
    expect((await readPlainFile(at('link'))).toString()).toBe('text');
    for (const [code, path, options] of [
      ['ELOOP', at('link'), { followLink: false }],
      ['EFBIG', at('plain'), { most: 3 }],
      ['EINVAL', '/dev/zero', {}],
      ['EISDIR', folder, {}],
    ] as const)
      expect(await failure(() => readPlainFile(path, options))).toMatchObject({ code });
  });

  it('a FIFO is read to its end, and the wait for it ends with its signal', async () => {
    const path = fifo('input');
    expect((await readAnyFile(at('plain'))).toString()).toBe('text');
    const controller = new AbortController();
    const waiting = readAnyFile(path, controller.signal);
    controller.abort();
    expect(await failure(() => waiting)).toMatchObject({ name: 'AbortError' });
    spawn('sh', ['-c', `printf abc > '${path}'`]);
    expect((await readAnyFile(path)).toString()).toBe('abc');
  });

  it('a device without end is given up soon', async () => {
    expect(await failure(() => readAnyFile('/dev/zero'))).toMatchObject({ code: 'EFBIG' });
  });

  it('a device without bytes is at its end', async () => {
    expect(await readAnyFile(device('null'))).toHaveLength(0);
  });

  it('what keeps a file that is there from being read is said', async () => {
    mkdirSync(at('named'));
    symlinkSync(at('round'), at('round'));
    for (const [name, why] of Object.entries({ named: 'it is a folder', round: 'its links lead round in a circle' }))
      expect(await refused(() => readNamedFile(at(name), 'the model ', 'a file', undefined))).toMatchObject({
        code: 'not-found',
        message: expect.stringContaining(`cannot be read (${why}); expected a file`) as string,
      });
  });
});
