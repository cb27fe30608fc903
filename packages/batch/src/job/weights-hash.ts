import { createHash } from 'node:crypto';
import type { OpenedModel } from '@interp/open';

/** The hash of the weights of a network that ships: their shapes and their numbers, in order. */
export const weightsHash = ({ model }: Pick<OpenedModel, 'model'>): string => {
  const hash = createHash('sha256');
  if (!('getWeights' in model)) return hash.digest('hex');
  for (const weight of model.getWeights()) {
    const values = weight.dataSync();
    hash.update(JSON.stringify(weight.shape));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
};
