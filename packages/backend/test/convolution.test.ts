import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { convolutions } from './convolution-cases.js';
import { forRandom, sameOnBoth, valuesOf } from './random-cases.js';
import { refused } from '@interp/testing/refusal';

type Of4D = (x: tf.Tensor) => tf.Tensor;

describe('a convolution', () => {
  it.each([false, true])('equals the cpu’s, depthwise %s', (depthwise) =>
    forRandom(convolutions(depthwise, true), ({ strides, dilations, pad, ...c }) =>
      sameOnBoth(() => {
        const [x, filter] = [valuesOf(c.x, c.seed), valuesOf(c.filter, c.seed + 1)];
        const attrs = { strides, dilations, pad, dataFormat: 'NHWC' } as unknown as tf.NamedAttrMap;
        return tf.engine().runKernel(depthwise ? 'DepthwiseConv2dNative' : 'Conv2D', { x, filter }, attrs);
      }),
    ),
  );

  it.each([false, true])('fused with bias and activation equals the cpu’s, depthwise %s', (depthwise) =>
    forRandom(convolutions(depthwise, false), ({ x, filter, strides, pad, seed }) =>
      sameOnBoth(() => {
        const [image, weights] = [valuesOf(x, seed), valuesOf(filter, seed + 1)] as [tf.Tensor4D, tf.Tensor4D];
        const bias = valuesOf([depthwise ? filter[2] * filter[3] : filter[3]], seed + 2);
        const fused = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
        return fused({ x: image, filter: weights, strides, pad: pad as 'same', bias, activation: 'relu' });
      }),
    ),
  );
});

describe('the gradient of a convolution', () => {
  it('with respect to its input equals the cpu’s', () =>
    forRandom(convolutions(false, false), (c) =>
      sameOnBoth(() => {
        const filter = valuesOf(c.filter, c.seed) as tf.Tensor4D;
        const forward: Of4D = (x) => tf.conv2d(x as tf.Tensor4D, filter, c.strides, c.pad);
        return tf.grad(forward)(valuesOf(c.x, c.seed + 1), valuesOf(c.output, c.seed + 2));
      }),
    ));

  it('with respect to its filter equals the cpu’s', () =>
    forRandom(convolutions(false, false), (c) =>
      sameOnBoth(() => {
        const x = valuesOf(c.x, c.seed) as tf.Tensor4D;
        const forward: Of4D = (filter) => tf.conv2d(x, filter as tf.Tensor4D, c.strides, c.pad);
        return tf.grad(forward)(valuesOf(c.filter, c.seed + 1), valuesOf(c.output, c.seed + 2));
      }),
    ));

  it('with respect to its filter equals the cpu’s for images too wide for a cache', () =>
    sameOnBoth(() => {
      const x = valuesOf([1, 5, 3000, 9], 1) as tf.Tensor4D;
      const forward: Of4D = (filter) => tf.conv2d(x, filter as tf.Tensor4D, 1, 'same');
      return tf.grad(forward)(valuesOf([3, 2, 9, 6], 2), valuesOf([1, 5, 3000, 6], 3));
    }));

  it('is the transpose of the convolution, dilated ones too', async () => {
    await startBackend('wasm');
    await forRandom(convolutions(false, true), ({ dilations, pad, strides, ...c }) => {
      const [inProduct, byInput, byFilter] = tf.tidy(() => {
        const [x, filter, dy] = [c.x, c.filter, c.output].map((shape, i) =>
          valuesOf(shape, c.seed + i),
        ) as tf.Tensor4D[];
        const attrs = { strides, dilations, pad, dataFormat: 'NHWC' } as unknown as tf.NamedAttrMap;
        const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
          tf.engine().runKernel(name, inputs, { ...attrs, ...more });
        const y = run('Conv2D', { x, filter }, {});
        const dx = run('Conv2DBackpropInput', { dy, filter }, { inputShape: c.x });
        const dw = run('Conv2DBackpropFilter', { x, dy }, { filterShape: c.filter });
        return [tf.sum(tf.mul(y, dy)), tf.sum(tf.mul(x, dx)), tf.sum(tf.mul(filter, dw))].map(
          (sum) => sum.dataSync()[0],
        );
      });
      expect(byInput).toBeCloseTo(inProduct, 3);
      expect(byFilter).toBeCloseTo(inProduct, 3);
      return Promise.resolve();
    });
  });

  it('takes channels-first data, and refuses other orders', async () => {
    await startBackend('wasm');
    const [x, filter, dy] = [valuesOf([2, 4, 5, 3], 1), valuesOf([2, 2, 3, 4], 2), valuesOf([2, 3, 3, 4], 3)];
    const pad = [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    const attrs = { strides: [1, 2], pad: pad as unknown as 'valid', dataFormat: 'NHWC', dilations: [2, 1] };
    const [toFirst, axes] = [(t: tf.Tensor) => tf.transpose(t, [0, 3, 1, 2]), [0, 3, 1, 2]];
    const first = { ...attrs, pad: axes.map((axis) => pad[axis]) as unknown as 'valid', dataFormat: 'NCHW' };
    const run = (name: string, inputs: tf.NamedTensorMap, options: object): tf.Tensor =>
      tf.engine().runKernel(name, inputs, options as tf.NamedAttrMap);
    const far = (a: tf.Tensor, b: tf.Tensor): number => {
      expect(a.shape).toEqual(b.shape);
      return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
    };
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const y = [run('Conv2D', { x: toFirst(x), filter }, first), toFirst(run('Conv2D', { x, filter }, attrs))];
      const inputShape = x.shape;
      const dx = [
        run(
          'Conv2DBackpropInput',
          { dy: toFirst(dy), filter },
          { ...first, inputShape: axes.map((k) => inputShape[k]) },
        ),
        toFirst(run('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape })),
      ];
      const filterShape = filter.shape;
      const dw = [
        run('Conv2DBackpropFilter', { x: toFirst(x), dy: toFirst(dy) }, { ...first, filterShape }),
        run('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape }),
      ];
      for (const [found, expected] of [y, dx, dw]) expect(far(found, expected)).toBeLessThan(1e-5);
    });
    expect(tf.memory().numTensors).toBe(before);
    const odd = { ...attrs, dataFormat: 'HWCN', inputShape: x.shape };
    expect((await refused(() => run('Conv2DBackpropInput', { dy, filter }, odd))).message).toMatch(
      /NHWC data only and got HWCN/,
    );
    tf.dispose([x, filter, dy]);
  });
});

describe('the gradient of a depthwise convolution', () => {
  it.each(['input', 'filter'] as const)('with respect to its %s equals the cpu’s', (which) =>
    forRandom(convolutions(true, false), (c) =>
      sameOnBoth(() => {
        const [x, filter] = [valuesOf(c.x, c.seed), valuesOf(c.filter, c.seed + 1)] as [tf.Tensor4D, tf.Tensor4D];
        const forward: Of4D = (given) =>
          which === 'input'
            ? tf.depthwiseConv2d(given as tf.Tensor4D, filter, c.strides, c.pad)
            : tf.depthwiseConv2d(x, given as tf.Tensor4D, c.strides, c.pad);
        const [n, height, width] = c.output;
        const dy = valuesOf([n, height, width, c.filter[2] * c.filter[3]], c.seed + 2);
        return tf.grad(forward)(which === 'input' ? x : filter, dy);
      }),
    ),
  );
});
