// Taken from Math once: test runners look that name up at each use, which takes longer than all the rest.
const { imul } = Math;

/** Four 32-bit words, not all 0. */
export type Words = [number, number, number, number];

const finalise = (word: number): number => {
  let z = word | 0;
  z = imul(z ^ (z >>> 16), 0x85ebca6b);
  z = imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
};

/** Spreads four words over the whole state space, so that neighbouring seeds give unrelated streams. */
export const scramble = (words: Words): Words => {
  let [a, b, c, d] = words;
  for (let round = 1; round <= 4; round++) {
    const golden = imul(0x9e3779b9, round);
    a = finalise(a + golden + d);
    b = finalise(b + golden + a);
    c = finalise(c + golden + b);
    d = finalise(d + golden + c);
  }
  return (a | b | c | d) === 0 ? [1, 2, 3, 4] : [a, b, c, d];
};

/**
 * One step of xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), in place.
 *
 * @param s - the state
 * @returns an integer from 0 to 2³² - 1
 */
export const nextBits = (s: Words): number => {
  const five = imul(s[1], 5);
  const result = imul((five << 7) | (five >>> 25), 9) >>> 0;
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >>> 21);
  return result;
};
