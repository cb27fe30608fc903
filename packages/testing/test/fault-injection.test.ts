import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { countingFiles, failingAllocations, failingFiles, sweep, trigger, type Fault } from '../src/faults.js';
import { failure } from '../src/refusal.js';

const files = failingFiles();
/** What Jest has for ES modules, and its types have not. */
const { jest } = import.meta as unknown as {
  jest: { unstable_mockModule(name: string, make: () => object): void };
};
jest.unstable_mockModule('node:fs/promises', () => countingFiles(promises, files));

const { adversarial, am, core, digitsOf, gan, lenet, lrp, node, rbm, stand } = await (async () => ({
  adversarial: await import('@interp/adversarial'),
  am: await import('@interp/am'),
  core: await import('@interp/core'),
  gan: await import('@interp/gan'),
  lenet: await import('@interp/lenet'),
  lrp: await import('@interp/lrp'),
  node: { ...(await import('@interp/files/internal')), ...(await import('@interp/files/node')) },
  rbm: await import('@interp/rbm'),
  digitsOf: (await import('./small-digits.js')).smallDigits,
  stand: await import('./small-digits.js'),
}))();

const folder = mkdtempSync(join(tmpdir(), 'interp-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const digits = await digitsOf();
const { net, x, data } = digits;
const model = net.network!.model!;
const machine = await rbm.initialRbm(data, { hidden: 2, variant: rbm.cho });
const machineBytes = rbm.rbmToSafetensors(machine);
const allocations = failingAllocations();

/** Frees every tensor in a result. */
const free = (result: unknown): void => {
  if (result instanceof tf.Tensor) result.dispose();
  else if (result instanceof Map) for (const part of result.values()) free(part);
  else if (typeof result === 'object' && result !== null && !ArrayBuffer.isView(result))
    for (const part of Object.values(result)) if (part !== model) free(part);
};

const saved = join(folder, 'saved');
await node.saveModel(model, saved);
const modelFile = join(saved, 'model.json');

const own = async (): Promise<void> => {
  const small = sequential({ layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })] });
  try {
    await lenet.train(small, data, { epochs: 1, batch: 5, checkpointEvery: 1, onCheckpoint: () => undefined });
  } finally {
    small.dispose();
  }
};
const ownGan = async (): Promise<void> => {
  const makes = gan.generator({ latentSize: 2, hidden: [2] });
  try {
    const judges = gan.discriminator({ hidden: [2] });
    try {
      free((await gan.trainGan(makes, judges, data, { epochs: 1, batch: 5, snapshots: { at: [0] } })).snapshots);
    } finally {
      judges.dispose();
    }
  } finally {
    makes.dispose();
  }
};

const attacked = async (method: import('@interp/adversarial').AttackMethod): Promise<void> =>
  free(await adversarial.attack(net, x, method, { criterion: adversarial.misclassified([1, 2]) }));

const works: Readonly<Record<string, () => unknown>> = {
  loadModel: async () => (await node.loadModel(modelFile)).dispose(),
  saveModel: () => node.saveModel(model, saved),
  classifier: () => core.classifier(model).logits(x).dispose(),
  lrp: () => free(lrp.lrp(net, x)),
  gradient: () => free(lrp.gradient(net, x)),
  integratedGradients: () => free(lrp.integratedGradients(net, x, { nodes: 4 })),
  smoothGrad: () => free(lrp.smoothGrad(net, x, { samples: 3 })),
  gradCam: () => free(lrp.gradCam(net, x)),
  occlusion: () => free(lrp.occlusion(net, x, { window: 14, stride: 14 })),
  fgsm: () => attacked(adversarial.fgsm({ epsilon: 0.2 })),
  pgd: () => attacked(adversarial.pgd({ epsilon: 0.2, steps: 3 })),
  deepFool: () => attacked(adversarial.deepFool({ steps: 3 })),
  carliniWagner: () => attacked(adversarial.carliniWagner({ steps: 2, searches: 2 })),
  universalPerturbation: async () => free(await adversarial.universalPerturbation(net, x, { epsilon: 0.2, passes: 1 })),
  prototypes: async () => free(await am.prototypes(net, { classes: [1], steps: 2 })),
  expertPrototypes: async () => free(await am.expertPrototypes(net, stand.expert, { classes: [1], steps: 2 })),
  decoderPrototypes: async () => free(await am.decoderPrototypes(net, stand.decoder, { classes: [1], steps: 2 })),
  train: own,
  evaluate: () => lenet.evaluate(net, data, { batch: 5 }),
  trainRbm: async () => (await rbm.trainRbm(machine, data, { epochs: 1, batch: 5 })).rbm.dispose(),
  rbmFromSafetensors: () => rbm.rbmFromSafetensors(machineBytes).dispose(),
  gibbs: async () => free(await rbm.gibbs(machine, x, { steps: 2 })),
  trainGan: ownGan,
};

test.each(Object.entries(works))('%s: any allocation may fail', async (_, work) => {
  expect(await sweep(allocations, work)).toBeGreaterThan(work === works['saveModel'] ? -1 : 0);
});

const texts = (): string[] => readdirSync(saved).sort();

test('saveModel: any operation on files may fail; the old model stays, or the new one is there', async () => {
  const before = texts();
  const seen = await sweep(files, () => node.saveModel(model, saved), {
    most: 100,
    check: async () => {
      expect(texts()).toEqual(before);
      (await node.loadModel(modelFile)).dispose();
    },
  });
  expect(seen).toBeGreaterThan(10);
});

test('loadModel: any operation on files may fail', async () => {
  expect(await sweep(files, works['loadModel'], { most: 100 })).toBeGreaterThan(1);
});

test('writeFileAtomic: any operation on files may fail, and leaves the old file or the new one, and no other', async () => {
  const path = join(folder, 'atomic', 'x');
  await node.makeFolder(join(folder, 'atomic'));
  writeFileSync(path, 'older');
  await sweep(files, () => node.writeFileAtomic(path, 'newer'), {
    check: () => expect(readdirSync(join(folder, 'atomic'))).toEqual(['x']),
  });
});

describe('a function of the user that throws at its n-th call leaves nothing behind', () => {
  const mine = new Error('mine');
  const counted = trigger(() => mine);
  const broken = core.classifier(
    (images) => {
      counted.tick();
      return model.predict(images) as tf.Tensor2D;
    },
    { inputShape: [28, 28, 1], classes: 10 },
  );
  const methods: Readonly<Record<string, () => unknown>> = {
    gradient: () => free(lrp.gradient(broken, x)),
    integratedGradients: () => free(lrp.integratedGradients(broken, x, { nodes: 4 })),
    smoothGrad: () => free(lrp.smoothGrad(broken, x, { samples: 3 })),
    occlusion: () => free(lrp.occlusion(broken, x, { window: 14, stride: 14 })),
    pgd: async () => free(await adversarial.attack(broken, x, adversarial.pgd({ epsilon: 0.2, steps: 3 }))),
    deepFool: async () => free(await adversarial.attack(broken, x, adversarial.deepFool({ steps: 2 }))),
    universalPerturbation: async () =>
      free(await adversarial.universalPerturbation(broken, x, { epsilon: 0.2, passes: 1 })),
    prototypes: async () => free(await am.prototypes(broken, { classes: [1], steps: 2 })),
    expertPrototypes: async () => free(await am.expertPrototypes(broken, stand.expert, { classes: [1], steps: 2 })),
    evaluate: () => lenet.evaluate(broken, data, { batch: 5 }),
  };
  test.each(Object.entries(methods))('%s', async (_, work) => {
    const fault: Fault = counted;
    fault.arm(Infinity);
    await work();
    const { seen } = fault.disarm();
    for (let n = 1; n <= Math.min(seen, 6); n++) {
      fault.arm(n);
      const error = (await failure(work)) as InterpError;
      expect([error.code, error.cause]).toEqual(['unsupported-model', mine]);
    }
    fault.disarm();
    await work();
  });
});

test('by place, the first operation of each fails, the last, and one between', async () => {
  const { INTERP_FAULTS: usual } = process.env;
  process.env.INTERP_FAULTS = 'places';
  const counted = trigger(() => new core.InterpError('out-of-memory', 'no room'));
  const tried: number[] = [];
  try {
    await sweep(
      counted,
      () => {
        counted.tick();
        for (let i = 0; i < 50; i++) counted.tick();
        counted.tick();
      },
      { check: (n) => void tried.push(n) },
    );
  } finally {
    if (usual === undefined) delete process.env.INTERP_FAULTS;
    else process.env.INTERP_FAULTS = usual;
  }
  expect(tried).toEqual([1, 2, expect.any(Number), 51, 52]);
  expect(tried[2]).toBeGreaterThan(2);
});
