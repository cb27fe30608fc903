import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InterpError, readSafetensors, writeSafetensors } from '@interp/core';
import type { GanSnapshots } from '@interp/gan';

/** Samples of the same latent codes at several steps of a training. */
export interface GanHistory {
  /** Steps of the generator, 0 being before the first. */
  readonly steps: readonly number[];
  /** Samples at each step. */
  readonly count: number;
  /** Shape of an image. */
  readonly imageShape: readonly number[];
  /** `[steps, count, ...imageShape]` in row-major order, in [-1, 1]. */
  readonly images: Float32Array;
}

const fileIn = (folder: string): string => join(folder, 'history.safetensors');

/** Snapshots as the bytes of a file, in 255 levels of grey. */
export const historyBytes = ({ shots, imageShape, latent }: GanSnapshots, latentSize: number): Uint8Array => {
  const count = latent.length / latentSize;
  const size = shots[0].images.length;
  const data = new Uint8Array(shots.length * size);
  shots.forEach(({ images }, i) =>
    data.set(
      images.map((value) => Math.round((value + 1) * 127.5)),
      i * size,
    ),
  );
  return writeSafetensors(
    [['images', { dtype: 'U8', shape: [shots.length, count, ...imageShape], data }]],
    [['steps', shots.map(({ step }) => step).join()]],
  );
};

/**
 * Reads what a training kept of its way.
 *
 * @param folder - of `interp train gan`
 * @returns the history
 * @throws InterpError `not-found`, `bad-file`
 */
export const readHistory = async (folder: string): Promise<GanHistory> => {
  const file = fileIn(folder);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InterpError(
      'not-found',
      `${file} cannot be read; expected the folder of interp train gan, or no folder for the history of the generator that ships`,
      { cause },
    );
  });
  const { tensors, metadata } = readSafetensors(bytes);
  const images = tensors.get('images');
  const steps = (metadata.get('steps') ?? '').split(',').map(Number);
  const isHistory =
    images?.dtype === 'U8' &&
    images.shape.length === 5 &&
    images.shape.every((size) => size > 0) &&
    images.shape[0] === steps.length &&
    steps.every((step) => Number.isSafeInteger(step) && step >= 0);
  if (!isHistory)
    throw new InterpError('bad-file', `${file} is no history of a training; give the folder of interp train gan`);
  const [, count, ...imageShape] = images.shape;
  return {
    steps,
    count,
    imageShape,
    images: Float32Array.from(images.data as Uint8Array, (level) => level / 127.5 - 1),
  };
};

/** Where a training's history goes. */
export const historyFile = fileIn;
