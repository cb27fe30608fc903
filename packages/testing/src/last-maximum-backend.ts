import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

const NAME = 'last-maximum';

/** Max-pooling's gradient where the last of a window's maxima takes it, as on webgl; written from the definition. */
const maxPoolGrad: tf.KernelFunc = ({ inputs, attrs }) => {
  const { filterSize, strides, pad } = attrs as unknown as tf.MaxPoolGradAttrs;
  const [dy, x] = [inputs['dy'] as tf.Tensor, inputs['input'] as tf.Tensor4D];
  const shape = x.shape;
  const [n, h, w, c] = shape;
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
  const read = (tensor: tf.Tensor): Float32Array => tf.engine().readSync(tensor.dataId) as Float32Array;
  const [values, arriving, out] = [read(x), read(dy), new Float32Array(n * h * w * c)];
  let from = 0;
  for (let i = 0; i < n; i++)
    for (let r = 0; r < info.outHeight; r++)
      for (let s = 0; s < info.outWidth; s++)
        for (let k = 0; k < c; k++) {
          let at = -1;
          for (let a = 0; a < info.filterHeight; a++)
            for (let b = 0; b < info.filterWidth; b++) {
              const row = r * info.strideHeight + a - info.padInfo.top;
              const column = s * info.strideWidth + b - info.padInfo.left;
              if (row < 0 || row >= h || column < 0 || column >= w) continue;
              const place = ((i * h + row) * w + column) * c + k;
              if (at < 0 || values[place] >= values[at]) at = place;
            }
          out[at] += arriving[from++];
        }
  return tf.tensor(out, shape);
};

/** A backend like webgl: its memory is not known, and its max-pooling gives ties to the last maximum. */
export const useLastMaximum = async (): Promise<void> => {
  if (!tf.findBackendFactory(NAME)) {
    await tf.setBackend('cpu');
    tf.registerBackend(NAME, tf.findBackendFactory('cpu'));
    tf.copyRegisteredKernels('cpu', NAME);
    tf.unregisterKernel('MaxPoolGrad', NAME);
    tf.registerKernel({ kernelName: 'MaxPoolGrad', backendName: NAME, kernelFunc: maxPoolGrad });
  }
  await tf.setBackend(NAME);
  Object.assign(tf.backend(), { firstUse: false });
};
