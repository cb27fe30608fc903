import { areFinite } from '@interp/core/internal';

const values = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => (i % 2 ? -1 : 1) * 3.4e38);

describe('areFinite', () => {
  it.each([0, 1, 3, 4, 5, 11])('holds of the largest numbers of either sign, %d of them', (length) => {
    expect(areFinite(values(length))).toBe(true);
  });

  it.each([NaN, Infinity, -Infinity])('finds %d wherever it is', (bad) => {
    for (let length = 1; length < 12; length++)
      for (let place = 0; place < length; place++)
        expect(areFinite(values(length).fill(bad, place, place + 1))).toBe(false);
  });

  it('finds infinities that would cancel', () => {
    expect(areFinite(Float32Array.of(Infinity, -Infinity))).toBe(false);
  });
});
