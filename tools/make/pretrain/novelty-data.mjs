// The images that the novelty detector that ships is fitted to. Making them takes minutes, so they are kept in out/ for the next time.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random } from '@interp/core';
import { drawnDigits, drawnOutliers, imageSet } from '@interp/mnist';
import { root } from '../../lib/workspace.mjs';
import { lenetRecipes } from './lenet-recipes.mjs';
import { photographed } from './snapshots.mjs';
import { marredDigits, spoiltDigits } from './spoilt-digits.mjs';

const chosen = (set, indices) =>
  imageSet({
    pixels: Buffer.concat(Array.from(indices, (i) => set.pixels.subarray(784 * i, 784 * (i + 1)))),
    labels: Uint8Array.from(indices, (i) => set.labels[i]),
    name: set.name,
  });

const part = (set, from, to) =>
  chosen(
    set,
    Array.from({ length: to - from }, (_, i) => from + i),
  );

const together = (sets) =>
  imageSet({
    pixels: Buffer.concat(sets.map((set) => set.pixels)),
    labels: Buffer.concat(sets.map((set) => set.labels)),
  });

/**
 * Training digits that neither the network nor the detector is fitted to, to set thresholds on: what a network was trained on is more like its
 * class, inside, than what comes later. They are of the network's validation, as its training splits it off, but for those that are photographed
 * to be known.
 */
const held = (train, { network, photographs }) => {
  const { seed, validation } = lenetRecipes[network].training;
  const order = random(seed).split().permutation(train.size);
  return order
    .subarray(0, Math.round(Number(validation) * train.size))
    .filter((i) => i >= photographs)
    .sort();
};

/** The other training digits. */
const knownOf = (train, recipe) => {
  const left = new Set(held(train, recipe));
  return chosen(
    train,
    Array.from({ length: train.size }, (_, i) => i).filter((i) => !left.has(i)),
  );
};

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

/** Training digits, all as they are and the first of them once more as they are prepared from photographs, and digits drawn by code. */
export const knownDigits = async (train, recipe) => {
  const { photographs, drawnDigits: count, seed } = recipe;
  const again = await kept(`known-photographed-${photographs}-${seed}`, () =>
    photographed(part(train, 0, photographs), { seed }),
  );
  return together([knownOf(train, recipe), again, drawnDigits({ seed: seed + 20, count, thickness: [1, 4.5] })]);
};

/** The held-out digits as they are prepared from photographs: those are read less surely. */
export const heldOutDigits = (train, recipe) =>
  kept(`held-out-${recipe.network}-${recipe.photographs}-${recipe.seed}`, () =>
    photographed(chosen(train, held(train, recipe)), { seed: recipe.seed + 1 }),
  );

/** Outliers drawn by code or made of training digits, some of them once more as prepared from photographs, and training digits marred. */
export const outliersOf = async (train, recipe) => {
  const { drawn: drawnCount, spoilt: spoiltCount, marred: marredCount, photographedOutliers, seed } = recipe;
  const digits = knownOf(train, recipe);
  const drawn = await kept(`drawn-${drawnCount}-${seed}`, () => drawnOutliers({ seed: 10 * seed, count: drawnCount }));
  const spoilt = spoiltDigits(digits, { seed: seed + 1, count: spoiltCount });
  const share = photographedOutliers / (drawnCount + spoiltCount);
  const again = await kept(`outliers-photographed-${photographedOutliers}-${drawnCount}-${spoiltCount}-${seed}`, () =>
    photographed(
      together([part(drawn, 0, Math.round(share * drawnCount)), part(spoilt, 0, Math.round(share * spoiltCount))]),
      { seed: seed + 2, pieces: true },
    ),
  );
  return together([drawn, spoilt, again, marredDigits(digits, { seed: seed + 3, count: marredCount })]);
};
