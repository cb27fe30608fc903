// Drawn digits in the four files of MNIST, so that trainings take a second.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawnDigits } from '@interp/mnist';

const idx = (sizes, bytes) => {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, bytes]);
};

/** Writes 200 digits to train on and 50 to test on; returns the folder. */
export function tinyMnist(folder) {
  mkdirSync(folder, { recursive: true });
  const parts = { train: drawnDigits({ count: 200, seed: 1 }), t10k: drawnDigits({ count: 50, seed: 2 }) };
  for (const [name, { size, pixels, labels }] of Object.entries(parts)) {
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), idx([size, 28, 28], pixels));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), idx([size], labels));
  }
  return folder;
}
