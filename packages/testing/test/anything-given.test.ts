import * as adversarial from '@interp/adversarial';
import * as am from '@interp/am';
import { batchStatus, cancelBatch, collectBatch, resumeBatch, workOnBatch } from '@interp/batch';
import { graphModelNetwork } from '@interp/graph';
import { takingPictures } from '@interp/images';
import * as lrp from '@interp/lrp';
import {
  attackImages,
  compareImages,
  explainImages,
  openClassifier,
  openDecoder,
  openModel,
  openRbm,
} from '@interp/open';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { isInterpError } from '@interp/checks';
import { failure } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';

/** What callers in JavaScript may give in the place of anything. */
const anything = (): Readonly<Record<string, unknown>> => {
  const gone = tf.zeros([1, 2]);
  gone.dispose();
  return {
    nothing: undefined,
    null: null,
    'a number': 3,
    NaN,
    'a text': 'x',
    'no text': '',
    'a list': [1, 2],
    'no list': [],
    'an object': {},
    'a function': () => 1,
    bytes: new Uint8Array(4),
    floats: new Float32Array([1, NaN]),
    'a tensor': tf.zeros([2, 2]),
    'a tensor of NaN': tf.fill([2, 2], NaN),
    'a tensor that is gone': gone,
    'a scalar': tf.scalar(1),
    'whole numbers': tf.zeros([2, 2], 'int32'),
    true: true,
    'a symbol': Symbol('s'),
    'a bigint': 10n,
    'a list of lists': [[1], ['x']],
  };
};

const functions = {
  aopc: lrp.aopc,
  attackImages,
  attackSummary: adversarial.attackSummary,
  batchStatus,
  cancelBatch,
  collectBatch,
  compareImages,
  complexity: lrp.complexity,
  contrast: am.contrast,
  explainedImages: lrp.explainedImages,
  explainImages,
  graphModelNetwork,
  matchedNoise: adversarial.matchedNoise,
  meanDrift: adversarial.meanDrift,
  openClassifier,
  openDecoder,
  openModel,
  openRbm,
  overChannels: lrp.overChannels,
  pretrained,
  pretrainedGenerator,
  pretrainedRbm,
  rankCorrelation: adversarial.rankCorrelation,
  resumeBatch,
  sparseness: lrp.sparseness,
  strokeCoverage: lrp.strokeCoverage,
  takingPictures,
  topOverlap: adversarial.topOverlap,
  workOnBatch,
} as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;

beforeAll(() => startBackend('wasm'));

test.each(Object.keys(functions))('%s takes anything, or refuses it with a code and leaves nothing', async (name) => {
  for (const [what, one] of Object.entries(anything()))
    for (const given of [[one], [one, one], [one, one, one], [one, {}, {}]]) {
      const before = tf.memory().numTensors;
      let made: unknown;
      const error = await failure(async () => {
        made = await functions[name](...given);
      });
      expect([what, given.length, error === undefined || isInterpError(error) ? 'fine' : error]).toEqual([
        what,
        given.length,
        'fine',
      ]);
      if (made instanceof tf.Tensor) {
        expect(Array.from(made.dataSync()).every(Number.isFinite)).toBe(true);
        made.dispose();
      }
      expect(tf.memory().numTensors).toBe(before);
    }
});
