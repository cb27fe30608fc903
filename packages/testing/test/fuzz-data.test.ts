import { fgsm } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import * as batch from '@interp/batch';
import * as bullmq from '@interp/bullmq';
import * as core from '@interp/core';
import { float32Entry } from '@interp/files';
import * as images from '@interp/images';
import * as imagesNode from '@interp/images/node';
import { explanationOf, gradient } from '@interp/lrp';
import * as mnist from '@interp/mnist';
import * as mnistNode from '@interp/mnist/node';
import * as open from '@interp/open';
import * as pretrained from '@interp/pretrained';
import * as targets from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { around, fuzzPackage } from './fuzz-package.js';
import { smallDigits, soon, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
let judge: core.Classifier;
let folder: string;
let scores: tf.Tensor2D;
let lenet: Awaited<ReturnType<typeof open.openClassifier>>;
let samples: images.Images;

beforeAll(async () => {
  digits = await smallDigits();
  judge = core.classifier(await pretrained.pretrained(pretrained.noveltyDetectorCard.network));
  scores = digits.net.logits(digits.x);
  lenet = await open.openClassifier('lenet');
  samples = await imagesNode.readImages(['sample:3'], lenet.imageOptions);
  folder = await mkdtemp(join(tmpdir(), 'interp-fuzz-'));
});
afterAll(() => rm(folder, { recursive: true }));

function* three(): Generator<number, number, boolean> {
  for (let step = 1; step <= 3; step++) if (yield step) return step;
  return 3;
}

fuzzPackage('core', {
  classifier: (options) => core.classifier(digits.net.network!.model!, options).logits(digits.x),
  drive: (options) => core.drive(three(), options),
});

fuzzPackage('targets', {
  units: (options) => targets.units(digits.net.network!, digits.net.network!.layers[0].name, options).logits(digits.x),
  values: (options) => targets.values(digits.net.network!, options).logits(digits.x),
  joinInputs: (options) =>
    tf.tidy(() => {
      const { network } = digits.net;
      const { x, split } = targets.joinInputs(network!, { [network!.inputs[0].name]: digits.x }, options);
      return split(x);
    }),
  scoreStart: (options) => targets.scoreStart(options)(scores),
  relevanceStart: (options) => targets.relevanceStart(options)(scores),
  scoreValues: (options) => targets.scoreValues(scores, options),
});

fuzzPackage('backend', { startBackend: async (options) => (await startBackend('wasm', options)).name });

const stored = new Map([['images', float32Entry([1, 28, 28, 1], new Float32Array(784))]]);
const idx = (...numbers: readonly number[]): Uint8Array => Uint8Array.from(numbers);

fuzzPackage('mnist', {
  batches: (options) => [...mnist.batches(digits.data, options)].map(({ images }) => images),
  drawnDigits: (options) => mnist.drawnDigits(around({ count: 2, seed: 0 }, options)),
  drawnOutliers: (options) => mnist.drawnOutliers(around({ count: 2, seed: 0 }, options)),
  drawStrokes: (options) =>
    mnist.drawStrokes(
      [
        {
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      ],
      options,
    ),
  imageSet: (options) => mnist.imageSet(around({ pixels: new Uint8Array(784), labels: new Uint8Array(1) }, options)),
  findDigits: (options) => mnist.findDigits({ data: new Uint8Array(64), width: 4, height: 4 }, options),
  prepareDigits: (options) => mnist.prepareDigits({ data: new Uint8Array(64), width: 4, height: 4 }, options),
  readIdxImages: (options) => mnist.readIdxImages(idx(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7), options),
  readIdxLabels: (options) => mnist.readIdxLabels(idx(0, 0, 8, 1, 0, 0, 0, 1, 7), options),
  storedImages: (options) => mnist.storedImages(stored, around({ shape: [28, 28, 1] }, options)),
  splitDataset: (options) => mnist.splitDataset(digits.data, around({ validation: 2 }, options)),
});

/** Nobody listens at this port. */
const nobody = { mirrors: ['http://127.0.0.1:9/'], plainHttp: true, retries: 0, retryDelay: 1 };
/** Work that is refused with a code where its options are as they should be. */
const unless = async (work: Promise<unknown>, code: string): Promise<void> => {
  // eslint-disable-next-line no-restricted-syntax -- so that the harness sees what else comes
  await work.catch((error: unknown) => {
    if ((error as { code?: string }).code !== code) throw error;
  });
};

fuzzPackage('mnist-node', {
  fetchMnist: (options) => unless(mnistNode.fetchMnist(folder, around(nobody, options, soon())), 'network'),
  findMnist: (options) => unless(mnistNode.findMnist(options), 'not-found'),
  mnistFolders: (options) => mnistNode.mnistFolders(options),
  loadDigits: async (options) => {
    await mnistNode.loadDigits(undefined, options);
  },
});

/** A picture of 4 × 4 white pixels. */
const white = { data: new Uint8Array(64).fill(255), width: 4, height: 4 };

fuzzPackage('images', {
  fitPicture: (options) => images.fitPicture(white, around({ inputShape: [2, 3, 1] }, options)),
  mapBatches: async (options) => {
    const read = await imagesNode.readImages(['sample:0', 'sample:3'], { inputShape: [28, 28, 1] });
    return (
      await images.mapBatches(read, (x) => ({ rows: Array(x.shape[0]).fill(1), values: { x: tf.clone(x) } }), options)
    ).values;
  },
  pictureClassifier: (options) => images.pictureClassifier(digits.net.network!.model!, options).logits(digits.x),
  inputTensor: (options) => images.inputTensor(images.pictureClassifier(digits.net.network!.model!), white, options),
  pictureTensor: (options) => images.pictureTensor(white, options),
  takingPictures: (options) => {
    const net = images.pictureClassifier(digits.net.network!.model!);
    return images.takingPictures(net, white, options).toInputs(tf.zeros([1, 4, 4, 3]));
  },
  preprocessing: (options) => images.preprocessing(3, options).toModel(Float32Array.of(-1, 0, 1)),
});

/** A PNG of one pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

fuzzPackage('images-node', {
  animatedGif: (options) => imagesNode.animatedGif([onePixel], options),
  decodePicture: (options) => imagesNode.decodePicture(onePixel, options),
  listInputs: (options) => imagesNode.listInputs(['sample:3'], around({ inputShape: [28, 28, 1] }, options)),
  readImages: async (options) =>
    (await imagesNode.readImages(['sample:3'], around({ inputShape: [28, 28, 1] }, options))).pixels(0, 1),
});

/** A network that PyTorch exported. */
const strokes = fileURLToPath(new URL('../../../docs/examples/strokes.onnx', import.meta.url));

const disposing = async (model: Promise<{ dispose(): unknown }>): Promise<void> => {
  (await model).dispose();
};

fuzzPackage(
  'pretrained',
  {
    pretrained: (options) => disposing(pretrained.pretrained('lenet', options)),
    pretrainedGenerator: (options) => disposing(pretrained.pretrainedGenerator('generator', options)),
    pretrainedNovelty: (options) => pretrained.pretrainedNovelty(judge, options),
    pretrainedRbm: (options) => disposing(pretrained.pretrainedRbm('rbm-8', options)),
    generatorHistory: (options) => pretrained.generatorHistory(options),
  },
  { slow: ['pretrained', 'pretrainedGenerator', 'generatorHistory'] },
);

fuzzPackage(
  'open',
  {
    openModel: async (options) => {
      const opened = await open.openModel(strokes, options);
      try {
        await opened.classifier();
      } finally {
        opened.dispose();
      }
    },
    openClassifier: (options) => disposing(open.openClassifier(strokes, options)),
    openRbm: (options) => disposing(open.openRbm('rbm-8', options)),
    openJudge: (options) => disposing(open.openJudge(lenet, around({ model: 'lenet' }, options))),
    namedPrototypeMethodOf: async (options) => {
      const find = open.namedPrototypeMethodOf(around({ method: 'am', steps: 1, restarts: 1 }, options));
      const { images: found, latents } = await find(lenet, { classes: [1] });
      tf.dispose([found, ...(latents ? [latents] : [])]);
    },
    explainImages: async (options) =>
      (await open.explainImages(lenet, samples, explanationOf({ method: 'gradient' }), around({}, options, soon())))
        .rows,
    compareImages: async (options) =>
      (await open.compareImages(lenet, samples, { gradient }, around({}, options, soon()))).rows,
    attackImages: async (options) =>
      (await open.attackImages(lenet, samples, fgsm({ epsilon: 0.1 }), around({}, options, soon()))).rows,
    workOnImages: (options) => open.workOnImages(lenet, 3, options).passes,
    attackCurve: async (options) =>
      (await open.attackCurve(lenet, samples, fgsm({ epsilon: 0.1 }), around({ epsilons: [0.1] }, options, soon())))
        .rows,
  },
  { slow: ['openModel', 'openClassifier', 'openJudge', 'namedPrototypeMethodOf', 'compareImages', 'attackCurve'] },
);

/** Opens a board where nobody answers, which is as it should be. */
const ofNobody = async (open: () => Promise<unknown>): Promise<void> => {
  const [ended] = await Promise.allSettled([open()]);
  if (ended.status === 'rejected' && (ended.reason as { readonly code?: unknown }).code !== 'network')
    throw ended.reason;
};

fuzzPackage('bullmq', {
  bullmqEngine: (options) => {
    bullmq.bullmqEngine(around({ redis: 'redis://127.0.0.1:1' }, options));
  },
  queueBoard: (options) => ofNobody(() => bullmq.queueBoard(around({ redis: 'redis://127.0.0.1:1' }, options))),
});

const sample: batch.BatchJob = { task: 'classify', inputs: ['sample:1'], backend: 'wasm' };
const place = (): string => join(folder, 'job');
beforeAll(async () => {
  await batch.submitBatch(sample, place());
  await batch.workOnBatch(place(), { processes: 0, untilDone: true });
});

fuzzPackage(
  'batch',
  {
    submitBatch: async (options) => {
      await batch.submitBatch(sample, place(), options);
    },
    workOnBatch: async (options) => {
      const soon = { processes: 0, signal: AbortSignal.abort(), engine: undefined };
      await batch.workOnBatch(place(), around({ untilDone: true }, options, soon));
    },
    resumeBatch: (options) => batch.resumeBatch(place(), options),
    cancelBatch: (options) => batch.cancelBatch(place(), options),
    contactSheet: (options) => batch.contactSheet(place(), options),
    collectBatch: async (options) => (await batch.collectBatch(place(), options)).results,
    openEngine: async (options) => {
      await batch.openEngine(around({ engine: 'bullmq', redis: 'redis://127.0.0.1:1' }, options));
    },
    openQueueBoard: (options) =>
      ofNobody(() => batch.openQueueBoard(around({ redis: 'redis://127.0.0.1:1' }, options))),
    localEngine: (options) => {
      batch.localEngine(options);
    },
  },
  { slow: ['submitBatch', 'workOnBatch'] },
);
