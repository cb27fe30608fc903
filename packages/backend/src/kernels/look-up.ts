import { compiledKernel, sizeOf } from './compiled-kernel.js';

/** A kernel of our own: the value of `table`, float32 `[256]`, for every byte of `bytes`, a tensor of type bool whose values may be any byte. */
export const lookUp = compiledKernel('LookUp', ({ native, inputs: { bytes, table }, at, make }) => {
  const out = make(bytes.shape);
  native.lookUp(at(bytes), at(table), at(out), sizeOf(bytes));
  return [out];
});
