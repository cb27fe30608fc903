import { rbm, binary, type Rbm } from '../src/index.js';

/**
 * An RBM that has learnt bars and stripes of 2 x 2: its four hidden units turn whole columns or rows on and off, with numbers as large as
 * training leaves them.
 */
export const barsAndStripes = (): Rbm =>
  rbm({
    variant: binary,
    inputShape: [2, 2, 1],
    parameters: {
      weights: Float32Array.of(
        ...[6.1, -5.8, 4.2, 0.3],
        ...[-6.3, 5.9, 4.1, 0.2],
        ...[5.9, -6.1, -0.4, 4.4],
        ...[-5.7, 6.2, -0.1, 4.3],
      ),
      visibleBias: Float32Array.of(-0.6, -0.4, -0.7, -0.5),
      hiddenBias: Float32Array.of(-5.5, -5.3, -3.1, -3.4),
      sigma: Float32Array.of(1),
    },
  });
