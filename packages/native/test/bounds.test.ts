import { failure } from '@interp/testing/refusal';
import { boundKernels, endOf } from '../src/bound-kernels.js';
import { kernelBounds } from '../src/kernel-bounds.js';
import { openAddon } from '../src/open-addon.js';
import { kernelCase, kernelNames, reached } from './kernel-cases.js';

const opened = openAddon();
if ('reason' in opened) throw new Error(opened.reason);
const { addon } = opened;
const raw = addon.kernels(addon.levels[0]);

/** What some work throws, with the name of its class. */
const thrownBy = async (work: () => void): Promise<string> => {
  const error = (await failure(work)) as Error | undefined;
  return error === undefined ? 'nothing' : `${error.name}: ${error.message}`;
};

const beyond = /^RangeError: the kernel \w+ was to reach beyond the memory's \d+ bytes: \(/;

describe('bounds', () => {
  it.each(kernelNames)('of %s lie within its buffers, and end where they do for one of each kind', (kernel) => {
    for (let seed = 1; seed <= 100; seed++) {
      const { values, buffers } = kernelCase(kernel, seed);
      const found = reached(kernel, values);
      expect([...found.keys()].sort()).toEqual(buffers.map(({ offset }) => offset).sort());
      for (const { offset, bytes } of buffers) expect(found.get(offset)).toBeLessThanOrEqual(bytes);
      expect(Math.max(...buffers.map(({ offset, bytes }) => offset + bytes))).toBeGreaterThanOrEqual(
        endOf(kernel, values),
      );
    }
  });

  it.each(kernelNames)('of %s: it refuses buffers that end beyond the memory, and no place at all', async (kernel) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { kernels, check } = boundKernels(raw, memory);
    const { values } = kernelCase(kernel, 3);
    for (const [offset, bytes] of reached(kernel, values)) {
      const moved = (to: number): number[] =>
        values.map((value, i) => (value === offset && i < kernelBounds[kernel].tensors ? to : value));
      for (const to of [memory.buffer.byteLength - bytes + 1, 2 ** 32, -4, NaN, 0.5]) {
        expect(await thrownBy(() => kernels[kernel](...moved(to)))).toMatch(beyond);
        expect(await thrownBy(() => check(kernel, moved(to)))).toMatch(beyond);
      }
    }
    expect(await thrownBy(() => kernels[kernel](...values.slice(1)))).toMatch(beyond);
    const nowhere = values.map((value, i) => (i < kernelBounds[kernel].tensors ? 0 : value));
    expect(await thrownBy(() => kernels[kernel](...nowhere))).toMatch(beyond);
  });

  it('follow a memory that grows', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { tanh } = boundKernels(raw, memory).kernels;
    expect(await thrownBy(() => tanh(1024, 70_000, 4))).toMatch(beyond);
    memory.grow(1);
    new Float32Array(memory.buffer, 1024, 4).fill(1);
    tanh(1024, 70_000, 4);
    expect([...new Float32Array(memory.buffer, 70_000, 4)]).toEqual(Array<number>(4).fill(Math.fround(Math.tanh(1))));
  });

  it('keep sizes out that would never end or are no integers', async () => {
    const memory = new WebAssembly.Memory({ initial: 64 });
    const { filterGradient, tanh } = boundKernels(raw, memory).kernels;
    const { values } = kernelCase('filterGradient', 1);
    filterGradient(...values);
    expect(await thrownBy(() => filterGradient(...values.slice(0, -1), 0))).toMatch(beyond);
    expect(await thrownBy(() => tanh(1024, 2048, -1))).toMatch(beyond);
    expect(await thrownBy(() => tanh(1024, 2048, 1.5))).toMatch(beyond);
    expect(await thrownBy(() => tanh(1024, 2048, 2 ** 31))).toMatch(beyond);
  });

  it('and the addon itself refuses what is no memory, too few arguments and levels that it lacks', async () => {
    const tanh = raw['tanh'] as (...values: unknown[]) => void;
    expect(await thrownBy(() => tanh(1, 2, 3, 4))).toMatch(/memory is expected/);
    expect(await thrownBy(() => tanh(new Uint8Array(8), 0))).toMatch(/number of arguments/);
    expect(await thrownBy(() => tanh(new Uint8Array(8), 'a', 'b', 'c'))).toMatch(/a number is expected/);
    expect(await thrownBy(() => addon.kernels('mmx'))).toMatch(/cannot run that level/);
  });
});
