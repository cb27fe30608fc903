// Safetensors files that lie, as images for the command line: name, bytes, and the code that refuses each.
const file = (header, data = new Uint8Array(0), length) => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([start, text, data]);
};

const image = (more = {}) => ({ dtype: 'F32', shape: [1, 28, 28, 1], data_offsets: [0, 3136], ...more });
const pixels = (value = 0) => Buffer.from(new Float32Array(784).fill(value).buffer);
const refused = (header, data) => [file(header, data), 'bad-file'];

/** All of them. */
export const safetensors = {
  'empty.safetensors': [Buffer.alloc(0), 'bad-file'],
  'seven-bytes.safetensors': [Buffer.alloc(7), 'bad-file'],
  'header-of-2-to-the-63.safetensors': [file('{}', undefined, 1n << 63n), 'bad-file'],
  'header-of-minus-1.safetensors': [file('{}', undefined, (1n << 64n) - 1n), 'bad-file'],
  'header-beyond-the-end.safetensors': [file('{}', undefined, 9n), 'bad-file'],
  'header-no-json.safetensors': refused('{"images":'),
  'header-a-list.safetensors': refused('[1,2]'),
  'header-null.safetensors': refused('null'),
  'header-after-a-byte-order-mark.safetensors': refused('\uFEFF{}'),
  'header-no-utf-8.safetensors': refused(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')),
  'header-of-ten-thousand-lists.safetensors': refused(`{"images":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
  'the-same-name-twice.safetensors': refused(
    `{"images":${JSON.stringify(image())},"images":${JSON.stringify(image())}}`,
    pixels(),
  ),
  'called-proto.safetensors': refused(`{"__proto__":${JSON.stringify(image())}}`, pixels()),
  'proto-in-an-entry.safetensors': refused(
    `{"images":{"__proto__":{"polluted":1},"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`,
  ),
  'type-called-constructor.safetensors': refused({ images: image({ dtype: 'constructor' }) }, pixels()),
  'type-called-to-string.safetensors': refused({ images: image({ dtype: 'toString' }) }, pixels()),
  'type-a-number.safetensors': refused({ images: image({ dtype: 4 }) }, pixels()),
  'shape-negative.safetensors': refused({ images: image({ shape: [-1, 28, 28, -1] }) }, pixels()),
  'shape-a-half.safetensors': refused({ images: image({ shape: [0.5, 28, 56, 1] }) }, pixels()),
  'shape-beyond-all-numbers.safetensors': refused(
    '{"images":{"dtype":"F32","shape":[1e308,1e308,0],"data_offsets":[0,0]}}',
  ),
  'shape-that-wraps-around.safetensors': refused({ images: image({ shape: [2 ** 32, 2 ** 32, 1, 1] }) }, pixels()),
  'shape-no-list.safetensors': refused({ images: image({ shape: { length: 4 } }) }, pixels()),
  'offsets-backwards.safetensors': refused({ images: image({ data_offsets: [3136, 0] }) }, pixels()),
  'offsets-beyond-the-end.safetensors': refused({ images: image({ data_offsets: [0, 3136] }) }, pixels().subarray(8)),
  'offsets-into-the-header.safetensors': refused({ images: image({ data_offsets: [-3136, 0] }) }, pixels()),
  'offsets-that-overlap.safetensors': refused({ images: image(), more: image() }, pixels()),
  'a-gap.safetensors': refused(
    { images: image({ data_offsets: [8, 3144] }) },
    Buffer.concat([pixels(), Buffer.alloc(8)]),
  ),
  'bytes-after-the-end.safetensors': refused({ images: image() }, Buffer.concat([pixels(), Buffer.alloc(1)])),
  'an-unknown-key.safetensors': refused({ images: image({ stride: [1] }) }, pixels()),
  'metadata-a-number.safetensors': refused({ __metadata__: { a: 1 }, images: image() }, pixels()),
  'images-not-a-number.safetensors': [file({ images: image() }, pixels(NaN)), 'bad-value'],
  'images-infinite.safetensors': [file({ images: image() }, pixels(Infinity)), 'bad-value'],
  'images-beyond-their-range.safetensors': [file({ images: image() }, pixels(255)), 'bad-value'],
  'images-of-no-image.safetensors': [
    file({ images: image({ shape: [0, 28, 28, 1], data_offsets: [0, 0] }) }),
    'bad-file',
  ],
  'labels-beyond-the-classes.safetensors': [
    file(
      { images: image(), labels: { dtype: 'I32', shape: [1], data_offsets: [3136, 3140] } },
      Buffer.concat([pixels(), Buffer.from([255, 255, 255, 127])]),
    ),
    'bad-value',
  ],
};
