import * as tf from '@tensorflow/tfjs-core';
import { convolutions, type FusedConvolution, fusedGradients, isFusedAndDilated } from './convolutions.js';
import { copies } from './copies.js';
import { clearFailedTape } from './failed-tape.js';
import { interpolation } from './interpolation.js';
import { noteStock, type Correction } from './correction.js';
import { pooling } from './pooling.js';
import { reductions } from './reductions.js';
import { values } from './values.js';

const corrections: readonly Correction[] = [
  ...convolutions,
  ...copies,
  ...interpolation,
  ...pooling,
  ...reductions,
  ...values,
];

/** Kernels whose results are piecewise constant, so that there is no gradient through them. */
const constant: ReadonlySet<string> = new Set([
  'All',
  'Any',
  'ArgMax',
  'ArgMin',
  'Bincount',
  'BitwiseAnd',
  'DenseBincount',
  'Equal',
  'FloorDiv',
  'Greater',
  'GreaterEqual',
  'IsFinite',
  'IsInf',
  'IsNan',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalNot',
  'LogicalOr',
  'LogicalXor',
  'Multinomial',
  'NotEqual',
  'OneHot',
  'SearchSorted',
]);

const isConstant = (name: string, attributes: object | undefined): boolean =>
  constant.has(name) || (name === 'Cast' && (attributes as { dtype: string }).dtype !== 'float32');

type Engine = ReturnType<typeof tf.engine>;
type Fused = Parameters<Engine['customGrad']>[0];

/** Adds a missing scale and offset to batch normalisation: the tape fails if an input is missing. */
const completed = (name: string, inputs: tf.NamedTensorMap): tf.NamedTensorMap =>
  name === 'FusedBatchNorm'
    ? {
        ...inputs,
        scale: inputs['scale'] ?? tf.onesLike(inputs['mean']),
        offset: inputs['offset'] ?? tf.zerosLike(inputs['mean']),
      }
    : inputs;

/** Replaces what the engine does with some kernels while it records; returns a function that restores it. */
const hook = (engine: Engine): (() => void) => {
  const [runKernel, customGrad] = [engine.runKernel.bind(engine), engine.customGrad.bind(engine)];
  let fused: FusedConvolution | undefined;
  engine.runKernel = (name, inputs, attributes) => {
    if (isFusedAndDilated(name, attributes)) fused = { name, attributes: attributes! };
    if (!isConstant(name, attributes)) return runKernel(name, completed(name, inputs), attributes);
    engine.state.kernelDepth++; // The tape does not record nested kernels.
    try {
      return runKernel(name, inputs, attributes);
    } finally {
      engine.state.kernelDepth--;
    }
  };
  engine.customGrad = (f) =>
    customGrad((...given: Parameters<Fused>) => {
      fused = undefined;
      const made = f(...given);
      const ran = fused as FusedConvolution | undefined;
      return ran ? { ...made, gradFunc: (dy, saved) => fusedGradients(ran, dy, saved) } : made;
    });
  return () => {
    Object.assign(engine, { runKernel: undefined, customGrad: undefined });
    delete (engine as Partial<Engine>).runKernel;
    delete (engine as Partial<Engine>).customGrad;
  };
};

let depth = 0;

/**
 * Runs `work` with a tape whose gradients are put right where those of TensorFlow.js 4.22 are missing or wrong: the derivatives of what the kernels
 * compute, and at ties that of the first maximum, as `backward` of `@interp/core` and TensorFlow have it. docs/gradients.md lists them. Other tapes are not affected.
 *
 * @param work - differentiates, synchronously, within the call
 * @returns what `work` returns
 * @throws whatever `work` throws, when what the tape kept is freed
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-layers'; // registers the gradients of TensorFlow.js
 * import { withCorrectedGradients } from '@interp/tape';
 *
 * const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.einsum('ij,j->i', a, b);
 * const [, slope] = withCorrectedGradients(() => tf.grads(product)([tf.ones([2, 3]), tf.ones([3])]));
 * console.log(slope.arraySync()); // [ 2, 2, 2 ]
 * ```
 */
export const withCorrectedGradients = <T>(work: () => T): T => {
  if (depth > 0) return work();
  const engine = tf.engine();
  const needed = corrections.filter(({ isNeeded }) => isNeeded?.() ?? true);
  const usual = needed.map(({ kernelName }) => [kernelName, noteStock(kernelName)] as const);
  for (const [name, config] of usual) if (config) tf.unregisterGradient(name);
  for (const config of needed) tf.registerGradient(config);
  const restore = hook(engine);
  depth++;
  try {
    return work();
  } catch (error) {
    clearFailedTape();
    throw error;
  } finally {
    depth--;
    restore();
    for (const [name, config] of usual) {
      tf.unregisterGradient(name);
      if (config) tf.registerGradient(config);
    }
  }
};
