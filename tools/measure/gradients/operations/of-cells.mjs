// Losses, signals and cells.
import { constant, row, vector } from './constants.mjs';

/** @type {Record<string, any[][]>} */
export const ofCells = {
  'losses, signals, cells': [
    [
      'losses.softmaxCrossEntropy',
      vector,
      (tf, x) =>
        tf.losses.softmaxCrossEntropy(tf.tile(tf.softmax(constant(tf, [1, 6])), [x.shape[0], 1]), x, undefined, 0, 0),
    ],
    [
      'losses.sigmoidCrossEntropy',
      vector,
      (tf, x) =>
        tf.losses.sigmoidCrossEntropy(
          tf.tile(tf.round(constant(tf, [1, 6], 5, 0, 1)), [x.shape[0], 1]),
          x,
          undefined,
          0,
          0,
        ),
    ],
    ['losses.huberLoss', vector, (tf, x) => tf.losses.huberLoss(tf.zerosLike(x), x, undefined, 0.5, 0)],
    ['losses.meanSquaredError', vector, (tf, x) => tf.losses.meanSquaredError(tf.zerosLike(x), x, undefined, 0)],
    ['losses.absoluteDifference', vector, (tf, x) => tf.losses.absoluteDifference(tf.zerosLike(x), x, undefined, 0)],
    ['losses.hingeLoss', vector, (tf, x) => tf.losses.hingeLoss(tf.onesLike(x), x, undefined, 0)],
    ['losses.logLoss', vector, (tf, x) => tf.losses.logLoss(tf.onesLike(x), x, undefined, 1e-7, 0), [0.2, 0.9]],
    ['losses.cosineDistance', row, (tf, x) => tf.losses.cosineDistance(tf.onesLike(x), x, -1, undefined, 0)],
    [
      'basicLSTMCell',
      vector,
      (tf, x) =>
        tf.concat(
          tf.basicLSTMCell(
            tf.scalar(1),
            constant(tf, [8, 8]),
            constant(tf, [8]),
            x,
            tf.zeros([x.shape[0], 2]),
            tf.zeros([x.shape[0], 2]),
          ),
          1,
        ),
    ],
    ['signal.frame', vector, (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.signal.frame(v, 3, 2)))],
    [
      'spectral.fft, real, imag',
      [8],
      (tf, x) => {
        const f = tf.spectral.fft(tf.complex(x, tf.mul(x, 0.5)));
        return tf.concat([tf.real(f), tf.imag(f)], 1);
      },
    ],
    ['spectral.rfft, abs', [8], (tf, x) => tf.abs(tf.spectral.rfft(x))],
    ['linalg.gramSchmidt', [3, 3], (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.linalg.gramSchmidt(v)))],
    ['linalg.qr', [3, 3], (tf, x) => tf.concat(tf.linalg.qr(x), 2)],
  ],
};
