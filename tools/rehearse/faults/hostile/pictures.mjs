// Pictures that lie: name, bytes, and the code that refuses each.
import { crc32, deflateSync } from 'node:zlib';

/**
 * A chunk of a PNG file.
 *
 * @param {string} type
 * @param {Buffer} data
 * @param {{ length?: number, crc?: number }} [lies] - in the place of the right length and checksum
 */
const chunk = (type, data, { length = data.length, crc } = {}) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(type, 4, 'latin1');
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc ?? crc32(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, end]);
};

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const header = (width, height, depth = 8, colour = 0) => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width >>> 0);
  data.writeUInt32BE(height >>> 0, 4);
  data.set([depth, colour, 0, 0, 0], 8);
  return data;
};
const end = chunk('IEND', Buffer.alloc(0));
const rows = (width, height) => deflateSync(Buffer.alloc((width + 1) * height));
const png = (...chunks) => Buffer.concat([signature, ...chunks, end]);
const plain = (width, height, data = rows(width, height)) =>
  png(chunk('IHDR', header(width, height)), chunk('IDAT', data));

/** All of them. */
export const pictures = Object.fromEntries(
  Object.entries({
    'empty.png': Buffer.alloc(0),
    'signature-alone.png': signature,
    '30000-by-30000.png': plain(30_000, 30_000, rows(100, 1)),
    '30000-by-30000-of-one-bit.png': png(chunk('IHDR', header(30_000, 30_000, 1)), chunk('IDAT', rows(3750, 40))),
    '2-to-the-31-by-1.png': plain(2 ** 31, 1, rows(8, 1)),
    '1-by-100000001.png': plain(1, 100_000_001, rows(1, 8)),
    'no-width.png': plain(0, 28, rows(1, 1)),
    'no-pixels.png': png(chunk('IHDR', header(28, 28))),
    'cut-pixels.png': plain(28, 28, rows(28, 28).subarray(0, 8)),
    'fewer-rows-than-it-says.png': plain(28, 28, rows(28, 3)),
    'wrong-checksum-of-the-header.png': png(chunk('IHDR', header(28, 28), { crc: 1 }), chunk('IDAT', rows(28, 28))),
    'wrong-checksum-of-the-pixels.png': png(chunk('IHDR', header(28, 28)), chunk('IDAT', rows(28, 28), { crc: 1 })),
    'a-chunk-of-2-to-the-31.png': png(
      chunk('IHDR', header(28, 28)),
      chunk('tEXt', Buffer.from('a'), { length: 2 ** 31 }),
    ),
    'unknown-colours.png': png(chunk('IHDR', header(28, 28, 8, 5)), chunk('IDAT', rows(28, 28))),
    'no-palette.png': png(chunk('IHDR', header(28, 28, 8, 3)), chunk('IDAT', rows(28, 28))),
    'pixels-before-the-header.png': png(chunk('IDAT', rows(28, 28)), chunk('IHDR', header(28, 28))),
    'a-gif.png': Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    'a-vector-drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"/>'),
    'a-drawing-that-reads-files.png': Buffer.from(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="28" height="28"><text>&x;</text></svg>',
    ),
    'a-tiff.png': Buffer.from('49492a0008000000000000000000', 'hex'),
    'cut.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043', 'hex'),
    'of-65535-by-65535.jpg': Buffer.from(
      'ffd8ffe000104a46494600010100000100010000ffc0000b08ffffffff01011100ffda0008010100003f0000ffd9',
      'hex',
    ),
    'cut.webp': Buffer.from('524946461a000000574542505650384c0d0000002f', 'hex'),
    'of-16384-by-16384.webp': Buffer.from(
      '524946461a000000574542505650384c0d0000002fffffff0f0000000000000000000000',
      'hex',
    ),
  }).map(([name, bytes]) => [name, [bytes, 'bad-file']]),
);
