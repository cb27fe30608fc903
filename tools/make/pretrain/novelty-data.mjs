// The images that the novelty detector that ships is fitted to. Making them takes minutes, so they are kept in out/ for the next time.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawnOutliers, imageSet } from '@interp/mnist';
import { root } from '../../lib/workspace.mjs';
import { marredDigits, prepared, spoiltDigits } from './prepared-digits.mjs';

const part = (set, from, to) =>
  imageSet({ pixels: set.pixels.slice(from * 784, to * 784), labels: set.labels.slice(from, to), name: set.name });

const together = (sets) =>
  imageSet({
    pixels: Buffer.concat(sets.map((set) => set.pixels)),
    labels: Buffer.concat(sets.map((set) => set.labels)),
  });

/** What is kept under a name that says all that it depends on, or made. */
const kept = async (name, make) => {
  const path = join(root, 'out', 'novelty', name);
  if (!existsSync(path)) {
    const { pixels, labels } = make();
    await mkdir(join(root, 'out', 'novelty'), { recursive: true });
    await writeFile(path, Buffer.concat([pixels, labels]));
  }
  const bytes = readFileSync(path);
  const size = bytes.length / 785;
  return imageSet({ pixels: bytes.subarray(0, 784 * size), labels: bytes.subarray(784 * size) });
};

/** Training digits, each once as it is prepared from a photograph or as it is. */
export const knownDigits = (train, { heldOut, seed }) =>
  kept(`known-${heldOut}-${seed}`, () => prepared(part(train, 0, train.size - heldOut), { seed }));

/** The last training digits, all as they are prepared from photographs, to set thresholds on: those are read less surely. */
export const heldOutDigits = (train, { heldOut, seed }) =>
  kept(`held-out-${heldOut}-${seed}`, () =>
    prepared(part(train, train.size - heldOut, train.size), { seed: seed + 1, plain: 0 }),
  );

/** Outliers drawn by code or made of training digits, prepared like the digits, and training digits marred. */
export const outliersOf = async (train, { heldOut, drawn, spoilt, marred, seed }) => {
  const digits = part(train, 0, train.size - heldOut);
  const shapes = await kept(`outliers-${drawn}-${spoilt}-${seed}`, () => {
    const made = spoiltDigits(digits, { seed, count: spoilt });
    return prepared(together([drawnOutliers({ seed, count: drawn }), imageSet(made)]), { seed: seed + 2 });
  });
  return together([shapes, marredDigits(digits, { seed: seed + 3, count: marred })]);
};
