import { random } from '@interp/core';
import { probabilitiesOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { decoder } from '../../compute/models/generative-models.js';
import { greyOf } from '../../compute/grey-of.js';
import { withNetwork, type NamedClassifier, type OwnAsked } from '../../compute/models/networks.js';
import { type Rgba } from '../../compute/pictures.js';
import { rescaled } from '../../compute/rescaled.js';
import type { ViewValues } from '../../state/studio-state.js';
import type { ImagineRequest } from './imagine.js';
import { mapSide } from './map-side.js';
import { greyRgba } from '../../parts/pictures/grey-rgba.js';

/** How far from the middle its edges are, in standard deviations of a code. */
const reach = 2.5;

/** Which map, and where on it. */
export interface LatentRequest extends Pick<ViewValues<'imagine'>, 'decoder' | 'seed' | 'pad'> {
  /** The network that reads the digits. */
  readonly network: ImagineRequest['network'];
  /** Latent numbers that are set by hand, by their place. */
  readonly set: Readonly<Record<number, number>>;
}

/** A plane through the codes of a generator. */
export interface LatentMap {
  /** The digits on it, in rows. */
  readonly picture: Rgba;
  /** What is read in each of them. */
  readonly classes: readonly number[];
}

/** One point of the plane. */
export interface LatentPoint {
  /** The latent code. */
  readonly code: readonly number[];
  /** The digit. */
  readonly picture: Rgba;
  /** The class that is read. */
  readonly class: number;
  /** Its name. */
  readonly name: string;
  /** Its probability. */
  readonly probability: number;
}

/** A middle and two directions of a plane, drawn by the seed: normal numbers. */
const planeOf = (size: number, seed: number): readonly Float32Array[] => {
  const numbers = random(seed).normals(3 * size);
  return [0, 1, 2].map((i) => Float32Array.from(numbers.subarray(i * size, (i + 1) * size)));
};

/** The code at a place of the plane, from -1 to 1 both ways. */
const codeAt = ([middle, right, down]: readonly Float32Array[], [x, y]: readonly number[]): Float32Array =>
  middle.map((value, i) => 0.5 * value + (reach * (x * right[i] + y * down[i])) / Math.sqrt(2));

const readCodes = async (net: NamedClassifier, name: LatentRequest['decoder'], codes: readonly Float32Array[]) => {
  const decode = await decoder(name);
  const [images, shares] = tf.tidy(() => {
    const flat = tf.tensor2d(Float32Array.from(codes.flatMap((code) => [...code])), [codes.length, decode.latentSize]);
    const made = decode.decode(flat);
    const seen = rescaled(tf.reshape(made, [-1, 28, 28, 1]), decode, net);
    return [made, probabilitiesOf(net.logits(seen), net.probabilities)];
  });
  const grey = greyOf(await images.data(), decode.bounds);
  const rows = await shares.data<'float32'>();
  tf.dispose([images, shares]);
  const read = codes.map((_, i) => {
    const row = Array.from(rows.subarray(net.classes * i, net.classes * (i + 1)));
    const best = row.indexOf(Math.max(...row));
    return { class: best, name: net.labels?.[best] ?? String(best), probability: row[best] };
  });
  return { grey, read };
};

/** The plane of a seed as digits, and what is read in them. */
export const latentMap = async (
  { decoder: name, seed, network: reader }: Omit<LatentRequest, 'pad' | 'set'>,
  own?: OwnAsked,
): Promise<LatentMap> => {
  const plane = planeOf((await decoder(name)).latentSize, seed);
  const places = Array.from({ length: mapSide }, (_, i) => (2 * i) / (mapSide - 1) - 1);
  const codes = places.flatMap((y) => places.map((x) => codeAt(plane, [x, y])));
  const { grey, read } = await withNetwork(reader, own, (net) => readCodes(net, name, codes));
  const width = 28 * mapSide;
  const mosaic = new Uint8Array(grey.length);
  for (let i = 0; i < codes.length; i++) {
    const corner = 28 * width * Math.floor(i / mapSide) + 28 * (i % mapSide);
    for (let row = 0; row < 28; row++)
      mosaic.set(grey.subarray(784 * i + 28 * row, 784 * i + 28 * row + 28), corner + width * row);
  }
  return { picture: greyRgba(mosaic, width), classes: read.map((one) => one.class) };
};

/** One point of the plane, with latent numbers that are set by hand. */
export const latentPoint = async (
  { decoder: name, seed, network: reader, pad, set }: LatentRequest,
  own?: OwnAsked,
): Promise<LatentPoint> => {
  const code = codeAt(planeOf((await decoder(name)).latentSize, seed), pad);
  for (const [place, value] of Object.entries(set)) if (Number(place) < code.length) code[Number(place)] = value;
  const { grey, read } = await withNetwork(reader, own, (net) => readCodes(net, name, [code]));
  return { code: [...code], picture: greyRgba(grey, 28), ...read[0] };
};
