import * as gan from '@interp/gan';
import * as lenet from '@interp/lenet';
import * as rbm from '@interp/rbm';
import { trainingFolder } from '@interp/training/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFile } from '@interp/pretrained/node';
import { readHistory } from '../../../apps/cli/src/commands/gan/history/run.js';
import { outcome } from './fuzz-package.js';
import { hostileBytes } from './hostile-bytes.js';
import { smallDigits, type SmallDigits } from './small-digits.js';

interface Reader {
  /** A file as it should be. */
  readonly good: () => Promise<Uint8Array>;
  /** Reads one. */
  readonly read: (bytes: Uint8Array) => unknown;
}

let digits: SmallDigits;
let machine: rbm.Rbm;
let folder: string;

beforeAll(async () => {
  digits = await smallDigits();
  machine = await rbm.initialRbm(digits.data, { hidden: 2, variant: rbm.cho });
  folder = await mkdtemp(join(tmpdir(), 'interp-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const last = (train: (keep: (bytes: Uint8Array) => void) => Promise<unknown>) => async (): Promise<Uint8Array> => {
  let kept = new Uint8Array();
  await train((bytes) => {
    kept = bytes.slice();
  });
  return kept;
};

const learner = (): LayersModel =>
  sequential({ layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })] });
const trainLeNet = async (options: lenet.TrainOptions): Promise<void> => {
  const model = learner();
  try {
    await lenet.train(model, digits.data, { epochs: 1, batch: 4, ...options });
  } finally {
    model.dispose();
  }
};
const trainRbm = async (options: rbm.TrainRbmOptions): Promise<void> => {
  (await rbm.trainRbm(machine, digits.data, { epochs: 1, ...options })).rbm.dispose();
};
const trainGan = async (options: gan.TrainGanOptions): Promise<gan.GanTraining> => {
  const makes = gan.generator({ latentSize: 2, hidden: [2] });
  const judges = gan.discriminator({ hidden: [2] });
  try {
    return await gan.trainGan(makes, judges, digits.data, { epochs: 1, ...options });
  } finally {
    makes.dispose();
    judges.dispose();
  }
};

const readers: Readonly<Record<string, Reader>> = {
  'a machine': {
    good: () => Promise.resolve(rbm.rbmToSafetensors(machine)),
    read: (bytes) => rbm.rbmFromSafetensors(bytes).dispose(),
  },
  "a LeNet's checkpoint": {
    good: last((onCheckpoint) => trainLeNet({ onCheckpoint, checkpointEvery: 1 })),
    read: (resume) => trainLeNet({ resume }),
  },
  "a machine's checkpoint": {
    good: last((onCheckpoint) => trainRbm({ onCheckpoint })),
    read: (resume) => trainRbm({ resume }),
  },
  "a GAN's checkpoint": {
    good: last((onCheckpoint) => trainGan({ onCheckpoint, snapshots: { at: [0] } })),
    read: (resume) => trainGan({ resume, snapshots: { at: [0] } }),
  },
  "a GAN's history": {
    good: async () => gan.encodeSnapshots((await trainGan({ snapshots: { at: [0, 1] } })).snapshots),
    read: async (bytes) => {
      await writeFile(historyFile(folder), bytes);
      return readHistory(folder, { signal: new AbortController().signal });
    },
  },
  'a checkpoint that would be replaced': {
    good: last((onCheckpoint) => trainRbm({ onCheckpoint })),
    read: async (bytes) => {
      await writeFile(join(folder, 'checkpoint.safetensors'), bytes);
      return (await trainingFolder(folder)).found;
    },
  },
};

const numRuns = Number(process.env['INTERP_FUZZ_RUNS'] ?? 40);

test.each(Object.entries(readers))(
  '%s is read or refused with a code, whatever the bytes',
  async (_, { good, read }) => {
    const bytes = await good();
    await read(bytes);
    const before = tf.memory().numTensors;
    await fc.assert(
      fc.asyncProperty(hostileBytes(bytes), (hostile) => outcome(read as never, hostile)),
      { numRuns, seed: 1 },
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);
