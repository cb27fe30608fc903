import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawnDigits } from '../src/index.js';
import {
  findMnist,
  loadDigits,
  loadMnist,
  loadMnistSplit,
  mnistCacheFolder,
  mnistFolders,
  verifyMnist,
} from '../src/node/index.js';
import { checkContent } from '../src/node/verify-mnist.js';
import { fakeFiles, namings, writeFiles } from './fake-mnist.js';
import { idxFile } from './idx-file.js';
import { fakeFile } from './mirror.js';
import { refused } from '@interp/testing/refusal';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interp-mnist-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('loadDigits', () => {
  test('those of a folder, the first of them if that is enough', async () => {
    await writeFiles(folder, fakeFiles(), namings[0][1]);
    const all = await loadDigits(folder);
    expect([all.source, all.train.size, all.test.size]).toEqual(['MNIST', 30, 20]);
    const few = await loadDigits(folder, { limit: 7 });
    expect([few.train.size, few.test.size]).toEqual([7, 20]);
    expect([...few.train.labels]).toEqual([...all.train.labels.subarray(0, 7)]);
    expect((await loadDigits(folder, { limit: 31 })).train.size).toBe(30);
    expect(await refused(() => loadDigits(folder, { limit: 0 }))).toMatchObject({ code: 'bad-option' });
  });

  test('without a folder drawn ones, always the same; a folder without MNIST is refused', async () => {
    const { source, train, test: others } = await loadDigits();
    expect([source, train.size, others.size]).toEqual(['drawn', 1000, 500]);
    expect([...(await loadDigits(undefined, { limit: 5 })).train.labels]).toEqual([...train.labels.subarray(0, 5)]);
    expect(await refused(() => loadDigits(folder))).toMatchObject({ code: 'not-found' });
  });
});

describe('loadMnist', () => {
  test.each(namings)('%s', async (_, nameOf) => {
    await writeFiles(folder, fakeFiles(), nameOf);
    const { train, test: testSet } = await loadMnist(folder);
    expect([train.name, train.size, testSet.name, testSet.size]).toEqual(['train', 30, 'test', 20]);
    expect(testSet.pixels).toEqual(drawnDigits({ seed: 2, count: 20 }).pixels);
    expect([...testSet.labels.subarray(8, 12)]).toEqual([8, 9, 0, 1]);
  });

  test('one part is enough for one part', async () => {
    const { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels } = fakeFiles();
    await writeFiles(folder, { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels });
    expect((await loadMnistSplit(folder, 'test')).size).toBe(20);
    expect(await refused(() => loadMnist(folder))).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('has no train-images-idx3-ubyte.gz') as string,
    });
  });

  test('a folder that is not there', async () => {
    expect((await refused(() => loadMnist(join(folder, 'nothing')))).code).toBe('not-found');
  });

  const { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte': labels } = fakeFiles();
  test.each<[string, string, Uint8Array, RegExp]>([
    ['images cut off', 't10k-images-idx3-ubyte', images.subarray(0, 5000), /t10k-images\S* is cut off: it has 5000 of/],
    ['labels for images', 't10k-images-idx3-ubyte', labels, /t10k-images\S* has 1 dimension; expected 3/],
    ['images for labels', 't10k-labels-idx1-ubyte', images, /t10k-labels\S* has 3 dimensions; expected 1/],
    ['fewer labels', 't10k-labels-idx1-ubyte', idxFile([19], new Uint8Array(19)), /has 20 images and \S* 19 labels/],
    [
      'a label above 9',
      't10k-labels-idx1-ubyte',
      idxFile([20], new Uint8Array(20).fill(11)),
      /the label 11 at position 0/,
    ],
    ['images of another size', 't10k-images-idx3-ubyte', idxFile([20, 2, 3], new Uint8Array(120)), /images of 2 x 3/],
    ['a text', 't10k-images-idx3-ubyte', new TextEncoder().encode('hello, I am no image'), /is no IDX file/],
  ])('%s', async (_, name, bytes, message) => {
    await writeFiles(folder, { ...fakeFiles(), [name]: bytes });
    const error = await refused(() => loadMnistSplit(folder, 'test'));
    expect(error.code).toBe('bad-file');
    expect(error.message).toMatch(message);
    expect(error.message).toContain(folder);
  });

  test('a folder where a file should be', async () => {
    await mkdir(join(folder, 't10k-images-idx3-ubyte.gz'));
    expect((await refused(() => loadMnistSplit(folder, 'test'))).code).toBe('bad-file');
  });
});

describe('findMnist', () => {
  test('looks into $INTERP_DATA, beside the current folder and into the cache, in this order', () => {
    const folders = mnistFolders({ env: { INTERP_DATA: 'here' }, cwd: '/a/b' });
    expect(folders[0]).toBe('/a/b/here');
    expect(folders.at(-2)).toBe('/a/shared/mnist');
    expect(folders.at(-1)).toBe(mnistCacheFolder());
    expect(mnistFolders({ env: {}, cwd: '/a/b' })).toEqual(folders.slice(1));
    expect(mnistFolders({ env: { INTERP_DATA: '' }, cwd: '/a/b' })).toEqual(folders.slice(1));
    expect(new Set(folders).size).toBe(folders.length);
  });

  test('finds the folder of the environment', async () => {
    await writeFiles(folder, fakeFiles(), namings[3][1]);
    expect(await findMnist({ env: { INTERP_DATA: folder } })).toBe(folder);
  });

  test('finds ../shared/mnist beside the current folder if nothing comes before', async () => {
    const cwd = join(folder, 'project');
    await writeFiles(join(folder, 'shared', 'mnist'), fakeFiles());
    const folders = mnistFolders({ env: {}, cwd });
    expect(folders).toContain(join(folder, 'shared', 'mnist'));
    expect(folders).toContain(await findMnist({ env: { INTERP_DATA: 'nothing' }, cwd }));
  });

  test('a folder that is named is the only one', async () => {
    await writeFiles(join(folder, 'full'), fakeFiles());
    const env = { INTERP_DATA: join(folder, 'full') };
    expect(await findMnist({ data: 'full', cwd: folder, env })).toBe(join(folder, 'full'));
    const error = await refused(() => findMnist({ data: 'empty', cwd: folder, env }));
    expect(error.code).toBe('not-found');
    expect(error.message).toMatch(/^MNIST is not in \S*empty; expected its four IDX files/);
  });

  test('three files are not enough', async () => {
    await writeFiles(folder, fakeFiles());
    await rm(join(folder, 'train-labels-idx1-ubyte.gz'));
    const error = await refused(() => findMnist({ data: folder }));
    expect(error.code).toBe('not-found');
    expect(error.message).toContain(`${folder} (train-labels-idx1-ubyte is missing)`);
  });
});

describe('verifyMnist', () => {
  test('says of each file whether it is missing or wrong', async () => {
    const { 'train-labels-idx1-ubyte': labels, ...others } = fakeFiles();
    await writeFiles(folder, others);
    await writeFile(join(folder, 't10k-images-idx3-ubyte.gz'), Uint8Array.of(0x1f, 0x8b, 8, 0));
    const { ok, files } = await verifyMnist(folder);
    expect(ok).toBe(false);
    expect(files.map(({ name, status }) => [name, status])).toEqual([
      ['train-images-idx3-ubyte', 'wrong'],
      ['train-labels-idx1-ubyte', 'missing'],
      ['t10k-images-idx3-ubyte', 'wrong'],
      ['t10k-labels-idx1-ubyte', 'wrong'],
    ]);
    expect(labels.length).toBe(38);
    expect(files[0]).toMatchObject({
      bytes: 23_536,
      expectedBytes: 47_040_016,
      reason: '23536 bytes rather than 47040016',
    });
    expect(files[1]).toMatchObject({ storedBytes: 0, bytes: 0, md5: '' });
    expect(files[2]).toMatchObject({ bytes: 0, md5: '', reason: 'corrupt, cut off or followed by other bytes' });
    expect(files[3].path).toBe(join(folder, 't10k-labels-idx1-ubyte.gz'));
  });

  test('an empty folder and none at all', async () => {
    for (const place of [folder, join(folder, 'nothing')]) {
      const { ok, files } = await verifyMnist(place);
      expect([ok, files.every(({ status }) => status === 'missing')]).toEqual([false, true]);
    }
  });

  test('the checksum is of the uncompressed bytes', async () => {
    const { file, content, gz } = fakeFile('x');
    expect(await checkContent(file, gz)).toEqual({ bytes: file.bytes, md5: file.md5 });
    expect(await checkContent(file, content)).toEqual({ bytes: file.bytes, md5: file.md5 });
    const flipped = await checkContent(file, content.with(1000, content[1000] ^ 1));
    expect(flipped.reason).toMatch(/^MD5 [0-9a-f]{32} rather than/);
  });
});
