import { checkedBy, InterpError, list, optionsTable, shownName } from '@interp/checks';
import {
  float32Entry,
  readSafetensors,
  type SafetensorsEntry,
  type SafetensorsFile,
  writeSafetensors,
} from '@interp/files';
import { checkRbm } from './check-rbm.js';
import { rbm, type Rbm } from './rbm.js';
import { checkVariant, variants, type Variant } from './variants.js';

/** Options for what a file may lack. */
export interface RbmFileOptions {
  /** Shape of one visible vector. Default: the file's, else `[28, 28, 1]` for 784 visible units and `[M]` for others. */
  readonly inputShape?: readonly number[];
  /** The energy. Default: the file's, else `cho` with a `sigma` and `binary` without. */
  readonly variant?: Variant;
}

/** Checks and defaults of {@link RbmFileOptions}. */
export const rbmFileOptions = optionsTable<RbmFileOptions>()({
  inputShape: list({ numbers: true }),
  variant: checkedBy((_, value) => checkVariant(value as Variant)),
});

/**
 * Writes an RBM as safetensors: `W` `[M, N]`, `b_visible`, `c_hidden`, `sigma` (`[1]` or `[M]`, Gaussian ones only), and the variant and the
 * shape in the metadata.
 *
 * @param model - the RBM; borrowed
 * @param metadata - further entries
 * @returns the bytes
 */
export const rbmToSafetensors = (model: Rbm, metadata: Iterable<readonly [string, string]> = []): Uint8Array => {
  checkRbm(model);
  const { variant, inputShape, visible, hidden, parameters } = model;
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const tensors: [string, SafetensorsEntry][] = [
    ['W', float32Entry([visible, hidden], weights)],
    ['b_visible', float32Entry([visible], visibleBias)],
    ['c_hidden', float32Entry([hidden], hiddenBias)],
  ];
  if (variant.continuous) tensors.push(['sigma', float32Entry([sigma.length], sigma)]);
  return writeSafetensors(tensors, [
    ...metadata,
    ['variant', variant.name],
    ['input_shape', JSON.stringify(inputShape)],
  ]);
};

const take = ({ tensors }: SafetensorsFile, name: string, rank: number): SafetensorsEntry & { data: Float32Array } => {
  const entry = tensors.get(name);
  if (!entry)
    throw new InterpError('bad-file', `the file has no tensor ${name}; expected W, b_visible, c_hidden and sigma`);
  if (entry.shape.length > rank || (rank === 2 && entry.shape.length !== 2))
    throw new InterpError('bad-file', `${name} has the shape [${entry.shape.join(', ')}]; expected ${rank} dimensions`);
  if (!['F32', 'F64', 'F16', 'BF16'].includes(entry.dtype))
    throw new InterpError('bad-file', `${name} holds ${entry.dtype} numbers; expected floats`);
  return { ...entry, data: Float32Array.from(entry.data as Float32Array) };
};

const variantOf = (file: SafetensorsFile): Variant => {
  const name = file.metadata.get('variant') ?? (file.tensors.has('sigma') ? 'cho' : 'binary');
  const found = Object.values(variants).find((variant) => variant.name === name);
  if (found) return found;
  throw new InterpError(
    'bad-file',
    `the file's variant is ${shownName(name, 42)}; expected one of ${Object.keys(variants).join(', ')}`,
  );
};

const shapeOf = ({ metadata }: SafetensorsFile, visible: number): readonly number[] => {
  const text = metadata.get('input_shape');
  if (text === undefined) return visible === 784 ? [28, 28, 1] : [visible];
  try {
    const shape: unknown = JSON.parse(text);
    if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size))) return shape as number[];
  } catch {
    // handled below, like other invalid JSON
  }
  throw new InterpError('bad-file', `the file's input_shape is ${shownName(text, 42)}; expected [28,28,1], say`);
};

/**
 * Reads an RBM from safetensors, written by {@link rbmToSafetensors} or another tool; tensors with other names are ignored.
 *
 * @param bytes - the whole file; borrowed
 * @param options - what the file lacks
 * @returns the RBM, which belongs to the caller
 * @throws InterpError `bad-file` for a file that holds none: something missing, sizes that do not fit, numbers that are not finite;
 *   `bad-option`
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { initialRbm, rbmFromSafetensors, rbmToSafetensors } from '@interp/rbm';
 *
 * await startBackend('cpu');
 * const model = await initialRbm(sampleDigits(), { hidden: 8 });
 * const again = rbmFromSafetensors(rbmToSafetensors(model));
 * console.log(again.variant.name, again.visible, again.hidden); // cho 784 8
 * model.dispose();
 * again.dispose();
 * ```
 */
export const rbmFromSafetensors = (bytes: Uint8Array, options?: RbmFileOptions): Rbm => {
  const { inputShape, variant: given } = rbmFileOptions.withDefaults(options);
  const file = readSafetensors(bytes);
  const variant = given ?? variantOf(file);
  const weights = take(file, 'W', 2);
  const [visible, hidden] = weights.shape as [number, number];
  const visibleBias = take(file, 'b_visible', 1).data;
  const hiddenBias = take(file, 'c_hidden', 1).data;
  if (hiddenBias.length !== hidden)
    throw new InterpError(
      'bad-file',
      `c_hidden has ${hiddenBias.length} numbers and W ${hidden} columns; expected as many`,
    );
  const sigma = variant.sigma === 'none' ? Float32Array.of(1) : take(file, 'sigma', 1).data;
  const parameters = { weights: weights.data, visibleBias, hiddenBias, sigma };
  try {
    return rbm({ variant, inputShape: inputShape ?? shapeOf(file, visible), parameters });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new InterpError('bad-file', `the file holds no RBM: ${said}`, { cause });
  }
};
