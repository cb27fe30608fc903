// What every kernel computes on random shapes, a line for each case with a hash of the memory: for other-processor.mjs.
import { createHash } from 'node:crypto';
import { boundKernels } from '../src/bound-kernels.ts';
import { openAddon } from '../src/open-addon.ts';
import { arrangeWeights, endOfCase, fill, kernelCase, kernelNames } from '../test/kernel-cases.ts';

const [root, level, cases, begin] = process.argv.slice(2);

/** Rooms are nobody's result, and processors differ in the bits of what is no number. */
const digest = (memory, one) => {
  const words = new Uint32Array(memory.slice(0, endOfCase(one)));
  const floats = new Float32Array(words.buffer);
  floats.forEach((value, i) => Number.isNaN(value) && (words[i] = 0x7fc00000));
  for (const { offset, bytes, content } of one.buffers)
    if (content === 'room') words.fill(0, offset / 4, (offset + bytes) / 4);
  return createHash('sha256').update(words).digest('hex');
};

const opened = openAddon(new URL(root));
if ('reason' in opened) throw new Error(opened.reason);
for (const kernel of kernelNames)
  for (let seed = Number(begin); seed < Number(begin) + Number(cases); seed++) {
    const one = kernelCase(kernel, seed);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(endOfCase(one) / 65536) });
    const { kernels } = boundKernels(opened.addon.kernels(level), memory);
    fill(memory.buffer, one, seed);
    if (kernel === 'signedRelevance') arrangeWeights(memory.buffer, one.values, kernels['sortBySign']);
    kernels[kernel](...one.values);
    console.log(`${kernel} ${seed} ${digest(memory.buffer, one)}`);
  }
