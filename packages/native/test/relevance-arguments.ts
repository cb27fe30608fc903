import type { Arguments, Pick } from './case-content.js';

/** How many 32-bit values the lists of a matrix sorted by sign take. */
const listsOf = (inner: number, columns: number): number => 2 * columns * (inner + Math.ceil(inner / 96));

/** Sizes of signed sums, and which of them are wanted. */
const signed = (pick: Pick): { places: number; inner: number; columns: number; some: readonly [number, number] } => {
  const [places, inner, columns] = [pick(1, 150), pick(1, pick(0, 1) ? 20 : 250), pick(1, 40)];
  const begin = pick(0, columns - 1);
  return { places, inner, columns, some: [begin, pick(1, columns - begin)] };
};

/** Arguments of random sizes for the kernels of layer-wise relevance propagation. */
export const relevanceArguments: Readonly<Record<string, Arguments>> = {
  signedQuotients: (pick, place, number) => {
    const [places, channels] = [pick(1, 12), pick(1, 60)];
    const size = places * channels;
    const inputs = [place(2 * size, pick(0, 1) ? 'sparse' : 'values'), place(size, 'sparse')];
    return [...inputs, place(2 * size), place(size), place(1), places, channels, 1 + number(), number()];
  },
  anyNegative: (pick, place) => {
    const size = pick(1, 200);
    return [place(size, pick(0, 2) ? 'positive' : 'values'), place(1), size];
  },
  imageSums: (pick, place) => {
    const images = pick(1, 3);
    const each = pick(0, 3) === 0 ? 32768 * pick(1, 5) + pick(0, 9) : pick(1, 200);
    const blocks = Math.ceil(each / 32768);
    const begin = pick(0, images * blocks - 1);
    const sizes = [each, blocks, begin, pick(1, images * blocks - begin)];
    return [place(images * each), place(4 * images * blocks), ...sizes];
  },
  sizeShares: (pick, place) => {
    const size = pick(1, 200);
    const inputs = [place(size, 'sparse'), place(size, 'sparse'), place(size, pick(0, 1) ? 'sparse' : 'wild')];
    return [...inputs, place(size), place(size), place(size), place(1), size];
  },
  sortBySign: (pick, place) => {
    const [inner, columns] = [pick(1, pick(0, 1) ? 20 : 250), pick(1, 20)];
    return [place(inner * columns, 'sparse'), place(listsOf(inner, columns)), inner, columns];
  },
  signedSums: (pick, place) => {
    const { places, inner, columns, some } = signed(pick);
    const inputs = [place(places * inner, 'positive'), place(listsOf(inner, columns), 'lists')];
    return [
      ...inputs,
      place(2 * places * columns),
      place(8207 + 128 * columns, 'room'),
      places,
      inner,
      columns,
      ...some,
    ];
  },
  mixedSums: (pick, place) => {
    const { places, inner, columns, some } = signed(pick);
    const inputs = [place(places * inner), place(inner * columns, 'sparse')];
    return [
      ...inputs,
      place(2 * places * columns),
      place(8207 + 64 * columns, 'room'),
      places,
      inner,
      columns,
      ...some,
    ];
  },
  signedRelevance: (pick, place, number) => {
    const { places, inner, columns } = signed(pick);
    const isMixed = pick(0, 1);
    const empty = pick(0, 2) === 0;
    const x = place(places * inner, empty ? 'sparse' : isMixed ? 'values' : 'positive');
    const sorted = isMixed ? place(inner * columns, 'sparse') : place(listsOf(inner, columns), 'lists');
    const weights = place(inner * columns, 'sparse');
    const isPositive = pick(0, 1) === 1;
    const back = isPositive ? place(listsOf(columns, inner), 'lists') : 0;
    const inputs = [x, sorted, weights, back, place(places * columns, empty ? 'values' : 'sparse')];
    const outputs = [place(places * inner), place(places * columns), place(1)];
    const room = place(12303 + 128 * columns + (isPositive ? 192 : 96) * inner, 'room');
    const factors = isPositive ? [1, 0] : [1 + number(), number()];
    return [...inputs, ...outputs, room, places, inner, columns, isMixed, ...factors];
  },
  signedShares: (pick, place) => {
    const { places, inner: columns, columns: inner, some } = signed(pick);
    const isMixed = pick(0, 1);
    const inputs = [place(2 * places * columns), place(inner * columns, 'sparse')];
    const images = [place(places * inner, isMixed ? 'values' : 'positive'), place(places * inner)];
    return [...inputs, ...images, place(8207 + 96 * inner, 'room'), places, inner, columns, isMixed, ...some];
  },
};
