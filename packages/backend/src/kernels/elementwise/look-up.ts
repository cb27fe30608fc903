import { costOfValue } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/** A kernel of our own: the value of `table`, float32 `[256]`, for every byte of `bytes`, a tensor of type bool whose values may be any byte. */
export const lookUp = compiledKernel('LookUp', ({ inputs: { bytes, table }, at, make, divide }) => {
  const out = make(bytes.shape);
  const [size, places] = [sizeOf(bytes), [bytes, table, out].map(at)];
  divide('lookUp', { length: size, unit: 4, work: costOfValue * size }, (from, count) => [
    places[0] + from,
    places[1],
    places[2] + 4 * from,
    count,
  ]);
  return [out];
});
