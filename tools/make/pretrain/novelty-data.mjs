// The images that the novelty detector that ships is fitted to. Making them takes minutes, so they are kept in out/ for the next time.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawnOutliers, imageSet } from '@interp/mnist';
import { root } from '../../lib/workspace.mjs';
import { photographed } from './snapshots.mjs';
import { marredDigits, spoiltDigits } from './spoilt-digits.mjs';

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
    const { pixels, labels } = await make();
    await mkdir(join(root, 'out', 'novelty'), { recursive: true });
    await writeFile(path, Buffer.concat([pixels, labels]));
  }
  const bytes = readFileSync(path);
  const size = bytes.length / 785;
  return imageSet({ pixels: bytes.subarray(0, 784 * size), labels: bytes.subarray(784 * size) });
};

/** Training digits, all as they are and the first of them once more as they are prepared from photographs. */
export const knownDigits = async (train, { heldOut, photographs, seed }) => {
  const again = await kept(`known-${photographs}-${seed}`, () => photographed(part(train, 0, photographs), { seed }));
  return together([part(train, 0, train.size - heldOut), again]);
};

/** The last training digits, all as they are prepared from photographs, to set thresholds on: those are read less surely. */
export const heldOutDigits = (train, { heldOut, seed }) =>
  kept(`held-out-${heldOut}-${seed}`, () =>
    photographed(part(train, train.size - heldOut, train.size), { seed: seed + 1 }),
  );

/** Outliers drawn by code or made of training digits, some more of them as prepared from photographs, and training digits marred. */
export const outliersOf = async (train, { heldOut, drawn, spoilt, marred, photographs, seed }) => {
  const digits = part(train, 0, train.size - heldOut);
  const shapes = (from, share) =>
    together([
      drawnOutliers({ seed: from, count: Math.round(share * drawn) }),
      spoiltDigits(digits, { seed: from, count: Math.round(share * spoilt) }),
    ]);
  const again = await kept(`outliers-${photographs}-${seed}`, () =>
    photographed(shapes(seed + 1, photographs / (drawn + spoilt)), { seed: seed + 2, pieces: true }),
  );
  return together([shapes(seed, 1), again, marredDigits(digits, { seed: seed + 3, count: marred })]);
};
