// The images that the novelty detector that ships is fitted to. Making them takes minutes, so they are kept in out/ for the next time.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { random } from '@interp/core';
import { augment } from '@interp/lenet';
import { drawnDigits, drawnOutliers, imageSet, outlierKinds } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
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
 * Places of the training digits that neither the network nor the detector is fitted to, to set thresholds on: what a network was trained on is
 * more like its class, inside, than what comes later. They are the network's validation, as its training splits it off.
 */
const heldOut = (train, { network }) => {
  const { seed, validation } = lenetRecipes[network].training;
  const order = random(seed).split().permutation(train.size);
  return order.subarray(0, Math.round(Number(validation) * train.size)).sort();
};

/** The other training digits. */
const knownOf = (train, recipe) => {
  const left = new Set(heldOut(train, recipe));
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

/** How many digits are photographed by a seed of their own, so that each lot is kept by itself. */
const lot = 32_000;

/** Training digits, all as they are and once more as they are prepared from photographs, and digits drawn by code. */
export const knownDigits = async (train, recipe) => {
  const { network, drawnDigits: count, seed } = recipe;
  const digits = knownOf(train, recipe);
  const again = [];
  for (let from = 0; from < digits.size; from += lot)
    again.push(
      await kept(`known-photographed-${network}-${from}-${seed}`, () =>
        photographed(part(digits, from, Math.min(digits.size, from + lot)), { seed: seed + (40 * from) / lot }),
      ),
    );
  return together([digits, ...again, drawnDigits({ seed: seed + 20, count, thickness: [1, 4.5] })]);
};

/**
 * The held-out digits as they are prepared from photographs, and then all moved, turned, sheared and of another size: of plain digits and of
 * photographs, both of which are read more surely, a threshold on these refuses a smaller share than of them.
 */
export const hardDigits = async (train, recipe) =>
  neverTwiceAlike(
    await kept(`held-out-photographed-${recipe.network}-${recipe.seed}`, () =>
      photographed(chosen(train, heldOut(train, recipe)), { seed: recipe.seed + 1 }),
    ),
    { ...recipe.heldOutMoved, seed: recipe.seed + 6 },
  );

/** The kinds of outliers that are a few strokes of a pen, as digits are. */
const strokeKinds = ['graph', 'nib', 'stems and arcs', 'stems and joints', 'path', 'fork', 'hook', 'cursive'];

/**
 * Of so many outliers drawn by code, those of a few strokes.
 *
 * @param {number} count
 * @param {{ seed: number, pens: 'round' | 'any' }} options
 */
const strokesOf = (count, { seed, pens }) => {
  const drawn = drawnOutliers({ seed: 10 * seed + 100, count, pens });
  return chosen(
    drawn,
    Array.from(drawn.labels.keys()).filter((i) => strokeKinds.includes(outlierKinds[drawn.labels[i]])),
  );
};

/** Outliers drawn by code or made of training digits, many of them once more as prepared from photographs, and training digits marred. */
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
  const strokes = [];
  for (const [count, pens] of /** @type {const} */ ([
    [recipe.strokes, 'round'],
    [recipe.strokesByAnyPen, 'any'],
  ])) {
    const some = await kept(`strokes-${pens}-${count}-${seed}`, () => strokesOf(count, { seed, pens }));
    const someAgain = await kept(`strokes-photographed-${pens}-${count}-${seed}`, () =>
      photographed(some, { seed: seed + 42, pieces: true }),
    );
    strokes.push(some, someAgain);
  }
  const marred = marredDigits(digits, { seed: seed + 3, count: marredCount });
  return together([drawn, spoilt, again, ...strokes, marred]);
};

/**
 * A set whose images come anew each time they are asked for, a share of them moved, turned, sheared and of another size at random: what a
 * head is trained on then is more than one place of each stroke.
 *
 * @param {import('@interp/mnist').ImageSet} set
 * @param {{ seed: number, share: number } & import('@interp/lenet').Augmentation} options - the seed, the share, how far
 * @returns {import('@interp/core').LabelledImages}
 */
export const neverTwiceAlike = (set, { seed, share, ...far }) => {
  const stream = random(seed);
  const [height, width, channels] = set.inputShape;
  const size = height * width * channels;
  return {
    size: set.size,
    inputShape: set.inputShape,
    labels: set.labels,
    images: (indices) => {
      const pixels = new Float32Array(size * indices.length);
      for (let i = 0, at = 0; i < indices.length; i++) {
        const first = size * indices[i];
        for (let k = first; k < first + size; k++, at++) pixels[at] = set.pixels[k] / 127.5 - 1;
        if (stream.uniform() >= share) continue;
        const image = pixels.subarray(at - size, at);
        image.set(augment(image, [height, width, channels], far, stream));
      }
      return tf.tensor(pixels, [indices.length, ...set.inputShape]);
    },
  };
};

/** Test digits as they are prepared from photographs, to measure with. */
export const photographedTest = (test) => kept('test-photographed', () => photographed(test, { seed: 4 }));
