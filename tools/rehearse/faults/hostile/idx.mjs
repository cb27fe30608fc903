// IDX files that lie: name, bytes, and the code that refuses each. Those of labels have `labels` in their name.
import { gzipSync } from 'node:zlib';

const idx = (sizes, data = [], { type = 8, rank = sizes.length } = {}) => {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, type, rank]);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(data)]);
};

const good = idx([1, 2, 2], [0, 1, 2, 3]);
const most = 2 ** 32 - 1;
const flipped = (bytes, at) => bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte));

/** All of them. */
export const idxFiles = Object.fromEntries(
  Object.entries({
    'empty.idx': Buffer.alloc(0),
    'three-bytes.idx': good.subarray(0, 3),
    'cut-in-the-header.idx': good.subarray(0, 13),
    'cut-in-the-pixels.idx': good.subarray(0, 19),
    'bytes-after-the-end.idx': Buffer.concat([good, Buffer.from([0])]),
    'no-images.idx': idx([0, 28, 28]),
    'images-of-no-width.idx': idx([1, 28, 0]),
    'largest-sizes.idx': idx([most, most, most]),
    'sizes-that-wrap-around.idx': idx([2 ** 31, 2 ** 31, 4], [1, 2, 3, 4]),
    'sixty-thousand-images-of-nothing.idx': idx([60_000, 28, 28]),
    'of-floats.idx': idx([1, 1, 1], [0, 0, 0, 0], { type: 0x0d }),
    'of-an-unknown-type.idx': idx([1, 1, 1], [0], { type: 0x42 }),
    'of-255-dimensions.idx': idx([1, 1, 1], [0], { rank: 255 }),
    'labels-in-place-of-images.idx': idx([1], [3]),
    'labels-of-255.labels.idx': idx([3], [1, 255, 2]),
    'images-in-place-of.labels.idx': good,
    'labels-cut.labels.idx': idx([9], [1, 2, 3]),
    'a-web-page.idx': Buffer.from('<!doctype html><title>404</title>'),
    'gzip-cut.idx.gz': gzipSync(good).subarray(0, 20),
    'gzip-with-a-flipped-byte.idx.gz': flipped(gzipSync(good), 14),
    'gzip-with-a-wrong-checksum.idx.gz': flipped(gzipSync(good), gzipSync(good).length - 6),
    'gzip-with-a-wrong-length.idx.gz': flipped(gzipSync(good), gzipSync(good).length - 1),
    'gzip-twice.idx.gz': gzipSync(gzipSync(good)),
    'gzip-of-two-members.idx.gz': Buffer.concat([gzipSync(good), gzipSync(good)]),
    'gzip-of-far-more-than-it-says.idx.gz': gzipSync(Buffer.concat([good, Buffer.alloc(20_000_000)]), { level: 9 }),
    'gzip-of-nothing.idx.gz': gzipSync(Buffer.alloc(0)),
  }).map(([name, bytes]) => [name, [bytes, 'bad-file']]),
);
