import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float32Entry, writeSafetensors } from '@interp/files';
import { labelsEntry } from '@interp/images';
import { readImages } from '@interp/images/node';
import { refusal } from '@interp/testing/refusal';

const labels = Int32Array.of(0, 1, 2);
const labelSets = [[0, 2], [1], []];

test('one label an image, or a column for each class', () => {
  expect(labelsEntry({ labels }, 3)).toMatchObject({ shape: [3], data: labels });
  expect(labelsEntry({ labels }, 3, 2)).toMatchObject({ shape: [2], data: Int32Array.of(0, 1) });
  expect(labelsEntry({ labels, labelSets }, 3)).toMatchObject({
    shape: [3, 3],
    data: Int32Array.of(1, 0, 1, 0, 1, 0, 0, 0, 0),
  });
  expect(labelsEntry({ labels, labelSets }, 3, 1)).toMatchObject({ shape: [1, 3], data: Int32Array.of(1, 0, 1) });
});

test('what is written is read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'labels-'));
  const path = join(folder, 'set.safetensors');
  const images = ['images', float32Entry([3, 2, 2, 1], new Float32Array(12))] as const;
  for (const multiLabel of [false, true]) {
    const data = multiLabel ? { labels, labelSets } : { labels };
    writeFileSync(path, writeSafetensors([images, ['labels', labelsEntry(data, 3)]]));
    const read = await readImages([path], { inputShape: [2, 2, 1], classes: 3, multiLabel });
    expect([0, 1, 2].map((i) => (multiLabel ? read.labelSet(i) : read.label(i)))).toEqual(
      multiLabel ? labelSets : [...labels],
    );
  }
  rmSync(folder, { recursive: true });
});

test('a label in a set that is no class is refused', async () => {
  expect(await refusal(() => labelsEntry({ labels, labelSets: [[3]] }, 3, 1))).toBe('bad-class');
});
