import { checkFields } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkedClassifier, predictionsOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Prototype, Prototypes } from './ascent/multistart-ascent.js';
import type { StepRecord } from './ascent/objective-function.js';

/** What a network takes a prototype for. */
export interface Judgement {
  /** The class that it finds most probable. */
  readonly class: number;
  /** The probability that it gives to that class. */
  readonly probability: number;
}

/** Prototypes in plain numbers, with the opinion of another network. */
export interface JudgedPrototypes<R extends StepRecord = StepRecord> {
  /** The records in their order, each with what the judge takes it for. */
  readonly items: readonly (Prototype<R> & R & { readonly judge: Judgement })[];
  /** Shape of the images, `[n, ...inputShape]`. */
  readonly shape: readonly number[];
  /** The images in row-major order. */
  readonly images: Float32Array;
  /** The latent codes, `[n, latentSize]` in row-major order, where a decoder made the images. */
  readonly latents?: Float32Array;
  /** How many prototypes the judge takes for what they are meant to be. */
  readonly agreed: number;
  /** Whether the search was stopped early. */
  readonly stopped: boolean;
}

/**
 * Asks another network, trained apart, what prototypes are: whoever made an image cannot judge it. Prototypes are read from their tensors,
 * which are disposed of.
 *
 * @param prototypes - what `prototypes`, `expertPrototypes`, `decoderPrototypes` or `backgroundAddition` found; its tensors are consumed
 * @param judge - a classifier of the same images; borrowed
 * @returns records, images and latent codes in plain numbers
 * @throws InterpError `bad-shape` for a judge of other images, `bad-option` for one without probabilities
 *
 * @example
 * ```ts
 * import { judgePrototypes, prototypes } from '@interp/am';
 * import { classifier } from '@interp/core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const network = () => classifier(sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] }));
 * const [one, other] = [network(), network()];
 * const { items, agreed } = await judgePrototypes(await prototypes(one, { steps: 20 }), other);
 * console.log(items[0].class, items[0].judge.class, agreed);
 * ```
 */
export const judgePrototypes = async <R extends StepRecord>(
  prototypes: Prototypes<R> & { readonly latents?: tf.Tensor },
  judge: Classifier,
): Promise<JudgedPrototypes<R>> => {
  checkFields('the prototypes', prototypes, { images: 'object', items: 'list' });
  const { images, items, stopped, latents } = prototypes;
  try {
    const judgements = predictionsOf(checkedClassifier(judge), images);
    const pixels = Float32Array.from(await images.data<'float32'>());
    const codes = latents && Float32Array.from(await latents.data<'float32'>());
    return {
      items: items.map((item, i) => ({ ...item, judge: judgements[i] })),
      shape: [...images.shape],
      images: pixels,
      ...(codes && { latents: codes }),
      agreed: items.filter((item, i) => judgements[i].class === item.class).length,
      stopped,
    };
  } finally {
    tf.dispose([images, ...(latents ? [latents] : [])]);
  }
};
