import { bytes, relaxedBytes } from '../../backend/src/compiled/bytes.js';
import { withRelaxedSimd } from '../../backend/src/compiled/relaxed-simd.js';
import { boundKernels, type Kernel } from '../src/bound-kernels.js';
import { kernelBounds } from '../src/kernel-bounds.js';
import { openAddon } from '../src/open-addon.js';
import { arrangeWeights, endOfCase, fill, kernelCase, kernelNames, type KernelCase } from './kernel-cases.js';

const opened = openAddon();
if ('reason' in opened) throw new Error(opened.reason);
const { addon } = opened;

const pages = 64;
/** The kernel that is in WebAssembly alone: it has addresses in its data. */
const inWasmAlone = new Set(['normalsAtEdges']);
/** How many cases of each kernel, others at each level. */
const many = 24;

/** The WebAssembly kernels, in a memory of their own. */
const inWasm = async (fused: boolean): Promise<{ kernels: Record<string, Kernel>; memory: WebAssembly.Memory }> => {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
  const code = Uint8Array.from(atob(fused ? relaxedBytes : bytes), (letter) => letter.charCodeAt(0));
  const compile = (): Promise<WebAssembly.Module> => WebAssembly.compile(code);
  const module = await (fused ? withRelaxedSimd(compile) : compile());
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return { kernels: exports as Record<string, Kernel>, memory };
};

/** The first word that differs outside the rooms, which are nobody's result; two that are no numbers are alike. */
const difference = (one: ArrayBufferLike, other: ArrayBufferLike, tried: KernelCase): string | undefined => {
  const { buffers } = tried;
  const [a, b] = [new Uint32Array(one), new Uint32Array(other)];
  const isRoom = (word: number): boolean =>
    buffers.some(({ offset, bytes, content }) => content === 'room' && 4 * word >= offset && 4 * word < offset + bytes);
  const [x, y] = [new Float32Array(one), new Float32Array(other)];
  const end = endOfCase(tried);
  for (let i = 0; 4 * i < end; i++) {
    if (a[i] === b[i] || isRoom(i) || (Number.isNaN(x[i]) && Number.isNaN(y[i]))) continue;
    const at = buffers.findIndex(({ offset, bytes }) => 4 * i >= offset && 4 * i < offset + bytes);
    const where = at < 0 ? 'outside the buffers' : `value ${i - buffers[at].offset / 4} of buffer ${at}`;
    return `${where}: ${x[i]} in WebAssembly, ${y[i]} natively`;
  }
  return undefined;
};

describe('the native kernels', () => {
  it('are all those of the WebAssembly but one', async () => {
    const { kernels } = await inWasm(false);
    const names = Object.keys(kernels).filter((name) => typeof kernels[name] === 'function');
    expect(names.filter((name) => !inWasmAlone.has(name)).sort()).toEqual([...kernelNames].sort());
    expect(Object.keys(kernelBounds).sort()).toEqual([...kernelNames].sort());
    expect(Object.keys(addon.kernels(addon.levels[0])).sort()).toEqual([...kernelNames].sort());
  });

  it.each(addon.levels.flatMap((level) => kernelNames.map((kernel) => [level, kernel] as const)))(
    'give the bits of the WebAssembly: %s, %s',
    async (level, kernel) => {
      const wasm = await inWasm(level !== 'sse2');
      const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
      const native = boundKernels(addon.kernels(level), memory).kernels;
      const before = many * addon.levels.indexOf(level);
      for (let seed = before + 1; seed <= before + many; seed++) {
        const one = kernelCase(kernel, seed);
        const missing = Math.ceil((endOfCase(one) - memory.buffer.byteLength) / 65536);
        if (missing > 0) for (const each of [memory, wasm.memory]) each.grow(missing);
        for (const each of [memory, wasm.memory]) fill(each.buffer, one, seed);
        if (kernel === 'signedRelevance')
          for (const [{ buffer }, { sortBySign }] of [
            [wasm.memory, wasm.kernels],
            [memory, native],
          ] as const)
            arrangeWeights(buffer, one.values, sortBySign);
        wasm.kernels[kernel](...one.values);
        native[kernel](...one.values);
        const found = difference(wasm.memory.buffer, memory.buffer, one);
        if (found !== undefined) throw new Error(`seed ${seed}, (${one.values.join(', ')}): ${found}`);
      }
    },
  );
});
