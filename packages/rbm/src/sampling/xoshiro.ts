const { imul } = Math;

/** Words of 32 bits that a state has: four streams side by side, of which it holds first words first, and a fifth. */
export const stateSize = 20;

/**
 * Words of four streams of xoshiro128** (Blackman & Vigna 2021), one of each in turn; as many are used of each.
 *
 * @param state - moves on
 * @param out - where the words are written
 */
export const fillWords = (state: Int32Array, out: Int32Array): void => {
  const rounds = Math.ceil(out.length / 4);
  for (let lane = 0; lane < 4; lane++) {
    let [a, b, c, d] = [state[lane], state[4 + lane], state[8 + lane], state[12 + lane]];
    for (let round = 0, at = lane; round < rounds; round++, at += 4) {
      const five = imul(b, 5);
      if (at < out.length) out[at] = imul((five << 7) | (five >>> 25), 9);
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
    }
    [state[lane], state[4 + lane], state[8 + lane], state[12 + lane]] = [a, b, c, d];
  }
};

/**
 * A word of the fifth stream.
 *
 * @param state - moves on
 * @returns an integer of 32 bits, signed
 */
export const singleWord = (state: Int32Array): number => {
  let [a, b, c, d] = state.subarray(16);
  const five = imul(b, 5);
  const word = imul((five << 7) | (five >>> 25), 9);
  const t = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= t;
  d = (d << 11) | (d >>> 21);
  state.set([a, b, c, d], 16);
  return word;
};
