import { decoder as decoderOf } from '@interp/gan';
import type { Decoder } from '@interp/core';
import {
  pretrainedGenerator,
  pretrainedRbm,
  type PretrainedGeneratorName,
  type PretrainedRbmName,
} from '@interp/pretrained';
import type { Rbm } from '@interp/rbm';
import { once } from '../once.js';

const experts = new Map<PretrainedRbmName, Promise<Rbm>>();
const decoders = new Map<PretrainedGeneratorName, Promise<Decoder>>();

/** An RBM that ships, loaded once. */
export const expert = (name: PretrainedRbmName): Promise<Rbm> => once(experts, name, () => pretrainedRbm(name));

/** A generator that ships, loaded once. */
export const decoder = (name: PretrainedGeneratorName): Promise<Decoder> =>
  once(decoders, name, async () => decoderOf(await pretrainedGenerator(name)));
