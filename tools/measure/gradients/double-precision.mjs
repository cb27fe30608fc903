// TensorFlow.js in double precision: its own sources, plain JavaScript, with arrays of float64 in place of those of float32.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

const require = createRequire(import.meta.url);

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** The values of a tensor at the places of another, to whose shape it is broadcast. */
const broadcast = (values, shape, to) => {
  const aligned = [...Array(to.length - shape.length).fill(1), ...shape];
  const strides = aligned.map((size, axis) => (size === 1 ? 0 : sizeOf(aligned.slice(axis + 1))));
  return Float64Array.from({ length: sizeOf(to) }, (_, i) => {
    let [at, rest] = [0, i];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at += (rest % to[axis]) * strides[axis];
      rest = Math.floor(rest / to[axis]);
    }
    return values[at];
  });
};

/** Batch normalisation as Keras defines it; the kernel of TensorFlow.js takes the statistics in the order of the values, whatever their axis. */
const batchNorm = {
  kernelName: 'FusedBatchNorm',
  backendName: 'cpu',
  kernelFunc: ({ inputs, backend, attrs: { varianceEpsilon } }) => {
    const valuesOf = (info) => backend.data.get(info.dataId).values;
    const at = (info) => info && broadcast(valuesOf(info), info.shape, inputs.x.shape);
    const [mean, variance, scale, offset] = [inputs.mean, inputs.variance, inputs.scale, inputs.offset].map(at);
    const normalised = valuesOf(inputs.x).map(
      (x, i) => ((x - mean[i]) * (scale?.[i] ?? 1)) / Math.sqrt(variance[i] + varianceEpsilon) + (offset?.[i] ?? 0),
    );
    return backend.makeTensorInfo(inputs.x.shape, 'float32', normalised);
  },
};

/** Transforms of every image of a batch; the kernel of TensorFlow.js returns after the first. */
const transformEach = (stock) => ({
  ...stock,
  kernelFunc: ({ inputs: { image, transforms }, backend, attrs }) => {
    const n = image.shape[0];
    const part = (info, i) => {
      const { values } = backend.data.get(info.dataId);
      const each = values.length / info.shape[0];
      const own = info.shape[0] === 1 ? 0 : i;
      return backend.makeTensorInfo([1, ...info.shape.slice(1)], 'float32', values.slice(own * each, (own + 1) * each));
    };
    const parts = Array.from({ length: n }, (_, i) =>
      stock.kernelFunc({ inputs: { image: part(image, i), transforms: part(transforms, i) }, backend, attrs }),
    );
    const values = Float64Array.from(parts.flatMap(({ dataId }) => [...backend.data.get(dataId).values]));
    return backend.makeTensorInfo([n, ...parts[0].shape.slice(1)], 'float32', values);
  },
});

/**
 * Loads TensorFlow.js a second time, so that every tensor of type float32 and every kernel of its cpu backend computes in float64. Slow, and
 * apart from the one that a program imports: tensors of the two do not mix.
 *
 * @returns {{ tf: typeof import('@tensorflow/tfjs-core'), tfl: typeof import('@tensorflow/tfjs-layers') }}
 */
export function doublePrecision() {
  const loaded = new Map();
  const load = (name) => {
    if (!name.startsWith('@tensorflow/')) return require(name);
    const [scope, part] = name.split('/');
    const known = loaded.get(part);
    if (known) return known.exports;
    const file = require.resolve(`${scope}/${part}`);
    const module = { exports: {} };
    loaded.set(part, module);
    const parameters = ['module', 'exports', 'require', 'Float32Array', 'global', '__dirname', '__filename'];
    const run = compileFunction(readFileSync(file, 'utf8'), parameters, { filename: file });
    run(module, module.exports, load, Float64Array, own, dirname(file), file);
    return module.exports;
  };
  // What TensorFlow.js keeps globally, its engine and its kernels, it keeps here.
  const own = Object.create(globalThis, {
    _tfGlobals: { writable: true, value: undefined },
    _tfengine: { writable: true, value: undefined },
  });
  const tf = load('@tensorflow/tfjs-core');
  const { platform } = tf.env();
  const isKnown = platform.isTypedArray.bind(platform);
  platform.isTypedArray = (array) => array instanceof Float64Array || isKnown(array);
  load('@tensorflow/tfjs-backend-cpu');
  const tfl = load('@tensorflow/tfjs-layers');
  tf.unregisterKernel('FusedBatchNorm', 'cpu');
  tf.registerKernel(batchNorm);
  const transform = tf.getKernel('Transform', 'cpu');
  tf.unregisterKernel('Transform', 'cpu');
  tf.registerKernel(transformEach(transform));
  Object.assign(tf.backend(), { firstUse: false });
  return { tf, tfl };
}
