import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { drawnDigits, type ImageSet } from '@interp/mnist';

const idx = (sizes: readonly number[], bytes: Uint8Array): Buffer => {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, bytes]);
};

/** Writes drawn digits in the four files of MNIST. */
export const tinyMnist = (folder: string): { readonly train: ImageSet; readonly test: ImageSet } => {
  mkdirSync(folder, { recursive: true });
  const [train, test] = [drawnDigits({ count: 80, seed: 1 }), drawnDigits({ count: 30, seed: 2 })];
  for (const [name, { size, pixels, labels }] of Object.entries({ train, t10k: test })) {
    writeFileSync(join(folder, `${name}-images-idx3-ubyte.gz`), gzipSync(idx([size, 28, 28], pixels)));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), idx([size], labels));
  }
  return { train, test };
};
