import { unaligned, type KernelBounds } from './bounds.js';

/** Terms of each sum that `sortBySign` lists per pass, and values that the kernels of c/signed.c sum together and their panel takes. */
const [listed, together, signedPanel] = [96, 64, 8192];

const signedLists = (inner: number, columns: number): number => 8 * columns * (inner + Math.ceil(inner / listed));

/** Sums of positive and negative products, given how many bytes of weights there are and how many values are summed for each column. */
const signedSums = (weightBytes: (inner: number, columns: number) => number, ofColumn: number): KernelBounds => ({
  length: 9,
  tensors: 4,
  reach: ([x, weights, out, room, places, inner, columns, begin, some], needed) => {
    needed(x, 4 * places * inner);
    needed(weights, weightBytes(inner, columns));
    needed(out, begin + some <= columns ? 8 * places * columns : Infinity);
    needed(room, 4 * (signedPanel + ofColumn * some + unaligned));
  },
});

const signedShares: KernelBounds = {
  length: 11,
  tensors: 5,
  reach: ([shares, weights, x, out, room, places, inner, columns, isMixed, begin, some], needed) => {
    needed(shares, 8 * places * columns);
    needed(weights, 4 * inner * columns);
    needed(x, 4 * places * inner);
    needed(out, begin + some <= inner ? 4 * places * inner : Infinity);
    needed(room, 4 * (signedPanel + (isMixed ? 1.5 : 1) * together * some + unaligned));
  },
};

const signedRelevance: KernelBounds = {
  length: 15,
  tensors: 9,
  reals: [13, 15],
  reach: (given, needed) => {
    const [x, sorted, weights, back, arrived, out, even, found, room, places, inner, columns, isMixed] = given;
    needed(x, 4 * places * inner);
    needed(sorted, isMixed ? 4 * inner * columns : signedLists(inner, columns));
    needed(weights, 4 * inner * columns);
    if (back) needed(back, signedLists(columns, inner));
    needed(out, 4 * places * inner);
    for (const tensor of [arrived, even]) needed(tensor, 4 * places * columns);
    needed(found, 4);
    needed(room, 4 * (1.5 * signedPanel + 2 * together * columns + (back ? 3 : 1.5) * together * inner + unaligned));
  },
};

const imageBlock = 32768;

/** What the kernels of layer-wise relevance propagation read and write. */
export const relevanceBounds: Readonly<Record<string, KernelBounds>> = {
  anyNegative: {
    length: 3,
    tensors: 2,
    reach: ([x, out, size], needed) => {
      needed(x, 4 * size);
      needed(out, 4);
    },
  },
  imageSums: {
    length: 6,
    tensors: 2,
    positive: [3],
    reach: ([x, out, each, blocks, begin, count], needed) => {
      const images = blocks === Math.ceil(each / imageBlock) ? Math.ceil((begin + count) / blocks) : Infinity;
      needed(x, 4 * each * images);
      needed(out, 16 * (begin + count));
    },
  },
  sizeShares: {
    length: 8,
    tensors: 7,
    reach: ([a, b, arrived, outA, outB, even, found, size], needed) => {
      for (const tensor of [a, b, arrived, outA, outB, even]) needed(tensor, 4 * size);
      needed(found, 4);
    },
  },
  sortBySign: {
    length: 4,
    tensors: 2,
    reach: ([weights, lists, inner, columns], needed) => {
      needed(weights, 4 * inner * columns);
      needed(lists, signedLists(inner, columns));
    },
  },
  signedQuotients: {
    length: 9,
    tensors: 5,
    reals: [7, 9],
    reach: ([sums, arrived, out, even, found, places, channels], needed) => {
      needed(sums, 8 * places * channels);
      needed(arrived, 4 * places * channels);
      needed(out, 8 * places * channels);
      needed(even, 4 * places * channels);
      needed(found, 4);
    },
  },
  signedSums: signedSums(signedLists, 2 * together),
  mixedSums: signedSums((inner, columns) => 4 * inner * columns, together),
  signedRelevance,
  signedShares,
};
