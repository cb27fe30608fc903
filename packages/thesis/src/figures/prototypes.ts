import { percent } from '@interp/report';
import { judgePrototypes, type JudgedPrototypes as Judged, type Prototypes, type StepRecord } from '@interp/am';
import type { SafetensorsEntry } from '@interp/files';
import { random, type Decoder } from '@interp/core';
import { float32Entry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import type { FigureContext } from '../context.js';
import type { HostTensor } from '../tensors.js';

/** The ten classes. */
export const tenClasses: readonly number[] = Array.from({ length: 10 }, (_, c) => c);

/** How the thesis' AM prototypes are made: gradient ascent on P(c|x) - λ‖x‖² itself. */
export const amOptions = { objective: 'probability', steps: 200 } as const;

/** A prototype with the prediction of another, independently trained network. */
export type JudgedPrototype<Record extends StepRecord = StepRecord> = Judged<Record>['items'][number];

/** Prototypes in plain arrays. */
export interface JudgedPrototypes<Record extends StepRecord = StepRecord> {
  /** `[n, 28, 28, 1]`. */
  readonly images: HostTensor;
  /** The record of each. */
  readonly items: readonly JudgedPrototype<Record>[];
  /** Images, probabilities and, with a decoder, latent codes, as entries of a file. */
  readonly tensors: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}

/** Classifies prototypes with the judge, the LeNet with ReLU; disposes of their tensors. */
export const judge = async <Record extends StepRecord>(
  { classifier }: FigureContext,
  found: Prototypes<Record> & { readonly latents?: tf.Tensor },
): Promise<JudgedPrototypes<Record>> => {
  const { items, shape, images: data, latents } = await judgePrototypes(found, await classifier('judge'));
  const n = items.length;
  const probabilities = items.map(({ probability }) => probability);
  return {
    images: { shape, data },
    items,
    tensors: [
      ['prototypes', float32Entry(shape, data)],
      ['probabilities', float32Entry([n], probabilities)],
      ...(latents ? [['latent', float32Entry([n, latents.length / n], latents)] as const] : []),
    ],
  };
};

/** The number of prototypes whose class the judge agrees on. */
export const countAgreeing = (items: readonly JudgedPrototype[]): number =>
  items.filter((item) => item.judge.class === item.class).length;

/** What is written under each prototype: its class and probability. */
export const prototypeCaptions = (items: readonly JudgedPrototype[]): readonly string[] =>
  items.map((item) => `${item.class}: ${percent(item.probability)}`);

/** Different latent codes from N(0, I) for a decoder, `[n, latentSize]`, owned by the caller. */
export const randomCodes = ({ latentSize }: Decoder, n: number, seed: number): tf.Tensor2D =>
  tf.tensor2d(random(seed).normals(n * latentSize), [n, latentSize]);
