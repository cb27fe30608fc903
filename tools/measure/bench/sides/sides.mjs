import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSafetensors } from '@interp/files';
import { startPeer } from './peer.mjs';
import { startChild } from './start-child.mjs';

/** Threads that spin for a while after their work; others must not be timed beside them. */
const settle = 400;

/** A sample by a side with such threads; ends when they have stopped spinning. */
const settled = async (sample) => {
  const times = await sample;
  await sleep(settle);
  return times;
};

const resultOf = (file) => readSafetensors(readFileSync(file)).tensors.get('result').data;

const child = ({ ask, stop }, rest) => ({
  check: async (file) => {
    await ask({ do: 'check', result: file });
    return resultOf(file);
  },
  sample: (repeats) => ask({ do: 'sample', repeats }),
  release: () => ask({ do: 'dispose' }),
  stop,
  ...rest,
});

/**
 * Our side with so many threads. A side is `{ ours, threads, nameFor, takes, prepare, check, sample, release, stop, versions, source? }`:
 * `takes(benchmark)` says whether it has part in one, `prepare(benchmark, file, model)` gets it ready, `file` being where the first of our sides
 * writes the tensors that the others read, `model` a file that was made for the benchmark; `check(file)` gives the result, by way of a file; `sample(repeats)` the mean milliseconds of a run,
 * `{ wall, processor }`.
 */
export async function ourSide(threads, { native, data, quick, writes }) {
  const process = await startChild('our-process.mjs', { threads, native, data, quick });
  const { source, kernels } = await process.ask({ do: 'images' });
  return child(process, {
    ours: true,
    threads,
    source,
    versions: {},
    nameFor: () => kernels,
    takes: ({ alone = false }) => !alone || (threads === 1 && native),
    peak: async () => (await process.ask({ do: 'peak' })).rate,
    prepare: ({ name }, file, model) => process.ask({ do: 'prepare', name, model, ...(writes && { inputs: file }) }),
  });
}

/** Counts the multiplications and additions of a run of ours: `operationsOf(benchmark, model)`. */
export async function countingSide({ data, quick }) {
  const { ask, stop } = await startChild('counting-process.mjs', { data, quick });
  return { stop, operationsOf: async ({ name }, model) => (await ask({ do: 'count', name, model })).operations };
}

/** The sides of `onnxruntime-node`, one for each number of threads, which run files that were made. */
export async function onnxruntimeSides(folder, counts) {
  const sides = [];
  for (const threads of counts) {
    const process = await startChild('onnxruntime-process.mjs', { folder, threads });
    const common = {
      threads,
      versions: await process.ask({ do: 'version' }),
      nameFor: () => 'onnxruntime-node',
      takes: ({ peer }) => peer === 'onnxruntime-node',
      prepare: (_, file, model) => process.ask({ do: 'prepare', inputs: file, model }),
    };
    const side = child(process, common);
    sides.push({ ...side, sample: (repeats) => settled(side.sample(repeats)) });
  }
  return sides;
}

/** The side of `@tensorflow/tfjs-node`, which chooses its threads itself; nothing where the folder has none. */
export async function tfjsNodeSide(folder) {
  const process = await startChild('tfjs-node-process.mjs', { folder });
  return child(process, {
    threads: os.cpus().length,
    versions: await process.ask({ do: 'version' }),
    nameFor: () => 'tfjs-node',
    takes: ({ module }) => existsSync(new URL(`../tfjs-node/${module}.mjs`, import.meta.url)),
    prepare: ({ module }, file) => process.ask({ do: 'prepare', module, inputs: file }),
  });
}

/** The sides of Python's tools, one for each number of threads, in one process. */
export async function pythonSides(python, counts) {
  const { versions, ask, stop } = await startPeer(python);
  return counts.map((threads, i) => ({
    threads,
    versions,
    make: ({ module, of }, file) => ask({ do: 'make', module, of, file }),
    nameFor: ({ peer }) => peer ?? 'PyTorch',
    takes: ({ module, peer }) => module !== undefined && (!peer || versions[peer.toLowerCase()] || peer === 'PyTorch'),
    prepare: ({ module }, file) => i === 0 && ask({ do: 'prepare', module, inputs: file }),
    check: async (file) => {
      if (i > 0) return undefined;
      await ask({ do: 'check', result: file });
      return resultOf(file);
    },
    sample: (repeats) => settled(ask({ do: 'sample', repeats, threads })),
    release: () => undefined,
    stop: () => i === 0 && stop(),
  }));
}
