import { unaligned, type KernelBounds } from './bounds.js';
import { relevanceBounds } from './relevance-bounds.js';

/** Rows that `product` packs at a time, rounded up, and its other sizes: see c/product.c. */
const [blockRows, groupRows, panelColumns, depth] = [144, 12, 32, 256];

const upTo = (size: number, unit: number): number => Math.ceil(size / unit) * unit;

/** The bytes that a kernel of pooling reads of its images. */
const pooledBytes = (sizes: readonly number[]): number => {
  const [batch, height, width, channels, outHeight, outWidth, , , strideHeight, strideWidth, top, left] = sizes;
  const row = Math.max(height - 1, (outHeight - 1) * strideHeight - top);
  const column = Math.max(width - 1, (outWidth - 1) * strideWidth - left);
  return 4 * (((batch - 1) * height + row) * width + column + 1) * channels;
};

/** Kernels that go over values one by one, given how many arguments are tensors. */
const values = (tensors: number, numbers = 0): KernelBounds => ({
  length: tensors + 1 + numbers,
  tensors,
  reals: [tensors + 1, tensors + 1 + numbers],
  reach: (given, needed) => {
    for (let i = 0; i < tensors; i++) needed(given[i], 4 * given[tensors]);
  },
});

const product: KernelBounds = {
  length: 13,
  tensors: 5,
  reach: ([a, b, bias, out, room, rows, columns, inner, aRow, aColumn, bRow, bColumn, outRow], needed, optional) => {
    needed(a, (rows - 1) * aRow + (inner - 1) * aColumn + 4);
    needed(b, (inner - 1) * bRow + (columns - 1) * bColumn + 4);
    optional(bias, 4 * columns);
    needed(out, (rows - 1) * outRow + 4 * columns);
    needed(room, 4 * (depth * (panelColumns + upTo(Math.min(rows, blockRows), groupRows)) + unaligned));
  },
};

const vectorProduct: KernelBounds = {
  length: 11,
  tensors: 4,
  reach: ([a, b, bias, out, rows, columns, inner, aRow, aColumn, bRow, outRow], needed, optional) => {
    needed(a, (rows - 1) * aRow + (inner - 1) * aColumn + 4);
    needed(b, (inner - 1) * bRow + 4 * columns);
    optional(bias, 4 * columns);
    needed(out, (rows - 1) * outRow + 4 * columns);
  },
};

const convolution: KernelBounds = {
  length: 18,
  tensors: 5,
  reach: (given, needed, optional) => {
    const [x, filter, bias, out, panel, batch, height, width, channels, outHeight, outWidth, features] = given;
    const [windowHeight, windowWidth, strideHeight, strideWidth, dilationHeight, dilationWidth] = given.slice(12);
    const row = (batch - 1) * height + (outHeight - 1) * strideHeight + (windowHeight - 1) * dilationHeight;
    const column = (outWidth - 1) * strideWidth + (windowWidth - 1) * dilationWidth;
    const taps = windowHeight * windowWidth * channels;
    needed(x, 4 * (row * width + column + 1) * channels);
    needed(filter, 4 * taps * features);
    optional(bias, 4 * features);
    needed(out, 4 * batch * outHeight * outWidth * features);
    needed(panel, 4 * (taps * upTo(Math.min(features, 32), 16) + unaligned));
  },
};

const depthwise: KernelBounds = {
  length: 18,
  tensors: 4,
  positive: [14, 15],
  reach: (
    [x, filter, bias, out, , rows, height, width, channels, outWidth, windowHeight, windowWidth],
    needed,
    optional,
  ) => {
    needed(x, 4 * height * width * channels);
    needed(filter, 4 * windowHeight * windowWidth * channels);
    optional(bias, 4 * channels);
    needed(out, 4 * rows * outWidth * channels);
  },
};

const depthwiseSigned: KernelBounds = {
  length: 17,
  tensors: 3,
  positive: [13, 14],
  reach: ([x, filter, out, , rows, height, width, channels, outWidth, windowHeight, windowWidth], needed) => {
    needed(x, 4 * height * width * channels);
    needed(filter, 4 * windowHeight * windowWidth * channels);
    needed(out, 8 * rows * outWidth * channels);
  },
};

const depthwiseBack: KernelBounds = {
  length: 16,
  tensors: 4,
  positive: [8, 9, 12, 13],
  reach: (given, needed, optional) => {
    const [x, dy, filter, dx, , rows, width, channels, outHeight, outWidth, windowHeight, windowWidth] = given;
    optional(x, 4 * rows * width * channels);
    needed(dy, (x > 0 ? 8 : 4) * outHeight * outWidth * channels);
    needed(filter, 4 * windowHeight * windowWidth * channels);
    needed(dx, 4 * rows * width * channels);
  },
};

const filterGradient: KernelBounds = {
  length: 17,
  tensors: 3,
  signed: 15,
  positive: [16],
  reach: (given, needed) => {
    const [x, dy, dw, batch, height, width, channels, outHeight, outWidth, features] = given;
    const [windowHeight, windowWidth, , strideWidth] = given.slice(10);
    const run = (outWidth - 1) * strideWidth + windowWidth;
    needed(x, 4 * ((batch * height - 1) * width + Math.max(run, width)) * channels);
    needed(dy, 4 * batch * outHeight * outWidth * features);
    needed(dw, 4 * windowHeight * windowWidth * channels * features);
  },
};

const planeGradient: KernelBounds = {
  length: 15,
  tensors: 4,
  reach: (given, needed) => {
    const [dy, filter, dx, room, batch, height, width, outHeight, outWidth, features] = given;
    const [windowHeight, windowWidth, top, left, stride] = given.slice(10);
    // Margins wider than the window, and rows that do not fit into a plane, would lie before or beyond the room.
    const fits = top < windowHeight && left < windowWidth && stride >= 4 * (upTo(width, 16) + windowWidth - 1);
    const spread = stride >= 4 * (windowWidth - 1 - left + outWidth) && stride % 4 === 0;
    const weights = 2 * (windowHeight + 1) * windowWidth * features;
    needed(dy, 4 * batch * outHeight * outWidth * features);
    needed(filter, 4 * windowHeight * windowWidth * features);
    needed(dx, 4 * batch * height * width);
    needed(room, fits && spread ? features * outHeight * stride + 8 * upTo(width, 16) + 4 * weights : Infinity);
  },
};

const addColumns: KernelBounds = {
  length: 16,
  tensors: 2,
  reach: ([columns, dx, batch, height, width, channels, outHeight, outWidth, rows, across], needed) => {
    needed(columns, 4 * batch * outHeight * outWidth * rows * across * channels);
    needed(dx, 4 * batch * height * width * channels);
  },
};

const maxPool: KernelBounds = {
  length: 14,
  tensors: 2,
  reach: ([x, out, ...sizes], needed) => {
    needed(x, pooledBytes(sizes));
    needed(out, 4 * sizes[0] * sizes[4] * sizes[5] * sizes[3]);
  },
};

const maxPoolGrad: KernelBounds = {
  length: 15,
  tensors: 3,
  reach: ([x, dy, dx, ...sizes], needed) => {
    needed(x, pooledBytes(sizes));
    needed(dy, 4 * sizes[0] * sizes[4] * sizes[5] * sizes[3]);
    needed(dx, pooledBytes(sizes));
  },
};

const adam: KernelBounds = {
  length: 15,
  tensors: 7,
  reals: [8, 15],
  reach: (given, needed, optional) => {
    for (const i of [0, 1, 2, 4, 5, 6]) needed(given[i], 4 * given[7]);
    optional(given[3], 4 * given[7]);
  },
};

const moveRows: KernelBounds = {
  length: 13,
  tensors: 11,
  reach: (given, needed, optional) => {
    const [rows, columns] = [given[11], given[12]];
    const matrix = 4 * rows * columns;
    for (const i of [0, 1, 2, 6]) needed(given[i], matrix);
    needed(given[4], 4 * columns);
    needed(given[5], 16);
    for (const i of [8, 9, 10]) needed(given[i], 4 * rows);
    optional(given[3], matrix);
    if (given[3] > 0) needed(given[7], matrix);
  },
};

/** Units drawn from a matrix, given how many coefficients each column has. */
const draw = (coefficients: number): KernelBounds => ({
  length: 6,
  tensors: 4,
  reach: ([x, noise, ofColumns, out, rows, columns], needed) => {
    for (const matrix of [x, noise, out]) needed(matrix, 4 * rows * columns);
    needed(ofColumns, 4 * coefficients * columns);
  },
});

const rowSums = (rowsOfSums: number): KernelBounds => ({
  length: 3 + rowsOfSums,
  tensors: 2,
  reach: ([x, out, rows, columns, some = columns], needed) => {
    needed(x, 4 * ((rows - 1) * columns + Math.max(some, columns)));
    needed(out, 4 * (columns * (rowsOfSums - 1) + Math.max(some, columns)));
  },
});

/** Random words, from a state of twenty words. */
const words: KernelBounds = {
  length: 4,
  tensors: 3,
  reach: ([state, next, out, size], needed) => {
    needed(state, 80);
    needed(next, 80);
    needed(out, 4 * size);
  },
};

/** What each kernel reads and writes, so that nothing reaches beyond the memory: machine code has no bounds of its own. */
export const kernelBounds: Readonly<Record<string, KernelBounds>> = {
  ...relevanceBounds,
  product,
  vectorProduct,
  convolution,
  depthwise,
  depthwiseSigned,
  depthwiseBack,
  filterGradient,
  planeGradient,
  addColumns,
  maxPool,
  maxPoolGrad,
  adam,
  moveRows,
  tanh: values(2),
  sigmoid: values(2),
  leakyRelu: values(2, 1),
  sigmoidGradient: values(3),
  signStep: values(4, 4),
  gate: values(3, 2),
  clamp: values(1, 2),
  combine: {
    length: 6,
    tensors: 3,
    reach: ([a, b, out, size, , isScalar], needed) => {
      needed(a, 4 * size);
      needed(b, isScalar ? 4 : 4 * size);
      needed(out, 4 * size);
    },
  },
  lookUp: {
    length: 4,
    tensors: 3,
    reach: ([bytes, table, out, size], needed) => {
      needed(bytes, size);
      needed(table, 4 * 256);
      needed(out, 4 * size);
    },
  },
  copy: {
    length: 3,
    tensors: 2,
    reach: ([from, to, size], needed) => {
      needed(from, size);
      needed(to, size);
    },
  },
  addToRows: {
    length: 5,
    tensors: 3,
    reach: ([x, bias, out, rows, columns], needed) => {
      needed(x, 4 * rows * columns);
      needed(bias, 4 * columns);
      needed(out, 4 * rows * columns);
    },
  },
  sumRows: rowSums(1),
  sumMoments: rowSums(2),
  randomWords: words,
  uniforms: words,
  normalsInside: {
    length: 4,
    tensors: 3,
    reach: ([table, out, edges, size], needed) => {
      needed(table, 4 * 512);
      needed(out, 4 * size);
      needed(edges, 4 * (size + 1));
    },
  },
  drawBinary: draw(4),
  drawNormal: draw(3),
  scaleRows: {
    length: 7,
    tensors: 4,
    reals: [4, 5],
    reach: ([x, gain, out, facts, , rows, columns], needed) => {
      needed(x, 4 * rows * columns);
      needed(gain, 4 * columns);
      needed(out, 4 * rows * columns);
      needed(facts, 12);
    },
  },
  chanceRows: {
    length: 10,
    tensors: 6,
    reals: [6, 7],
    reach: ([x, coefficients, level, activity, states, sums, , rows, columns, some], needed, optional) => {
      const matrix = 4 * ((rows - 1) * columns + Math.max(some, columns));
      needed(x, matrix);
      needed(coefficients, 4 * (columns + Math.max(some, columns)));
      optional(level, matrix);
      needed(activity, matrix);
      if (level > 0) needed(states, matrix);
      needed(sums, 4 * some);
    },
  },
  sparseProduct: {
    length: 9,
    tensors: 6,
    reach: ([a, base, b, out, list, start, rows, columns, inner], needed) => {
      needed(a, 4 * rows * inner);
      needed(base, 4 * inner);
      needed(b, 4 * inner * columns);
      needed(out, 4 * rows * columns);
      needed(list, 8 * (inner + 1));
      needed(start, 4 * columns);
    },
  },
  sparseTransposedProduct: {
    length: 10,
    tensors: 6,
    reach: ([a, base, b, out, lists, sums, rows, columns, inner, some], needed) => {
      needed(a, 4 * ((rows - 1) * inner + Math.max(some, inner)));
      needed(base, 4 * some);
      needed(b, 4 * rows * columns);
      needed(out, 4 * some * columns);
      needed(lists, 128 * rows);
      needed(sums, 4 * ((rows + 1) * upTo(columns, 16) + unaligned));
    },
  },
  binaryProduct: {
    length: 11,
    tensors: 7,
    reach: ([a, base, b, out, codes, panel, choices, rows, columns, inner, some], needed) => {
      const groups = Math.ceil(inner / 4);
      needed(a, 4 * rows * inner);
      needed(base, 4 * inner);
      needed(b, 4 * some * inner);
      needed(out, 4 * ((rows - 1) * columns + Math.max(some, 0)));
      needed(codes, 4 * groups * (rows + 1));
      needed(panel, 4 * 64 * groups);
      needed(choices, 4 * (256 * groups + unaligned));
    },
  },
};
