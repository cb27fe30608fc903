import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { softwareGpu } from '@interp/testing/software-gpu';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** In a process of its own, since drivers are looked for when it starts: our shaders, beside the sums of their definitions in loops. */
const program = `
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from './dist/index.js';
await startBackend('webgpu');
const size = (shape) => shape.reduce((a, b) => a * b, 1);
let seed = 1;
const draw = () => ((seed = (seed * 48271) % 2147483647) / 2147483647);
const whole = (most) => Math.floor(draw() * most);
const values = (shape, low = -1) => Float32Array.from({ length: size(shape) }, () => (draw() < 0.1 ? 0 : low + draw() * (1 - low)));
const run = (name, inputs, attributes) => {
  const given = Object.fromEntries(Object.entries(inputs).map(([key, [array, shape]]) => [key, tf.tensor(array, shape)]));
  const found = tf.engine().runKernel(name, given, attributes);
  return [found].flat().map((one) => [one.shape, Array.from(one.dataSync())]);
};
const worst = {};
const hold = (name, [shape, found], [expectedShape, expected]) => {
  const largest = Math.max(1e-20, ...expected.map(Math.abs));
  const apart = String(shape) === String(expectedShape) ? Math.max(0, ...expected.map((value, i) => Math.abs(value - found[i]))) / largest : 9;
  worst[name] = Math.max(worst[name] ?? 0, Number.isNaN(apart) ? 9 : apart);
};
const shares = (name, isDepthwise, x, filter, xShape, filterShape, attributes) => {
  const info = tf.backend_util.computeConv2DInfo(xShape, filterShape, attributes.strides, attributes.dilations, attributes.pad, undefined, isDepthwise);
  const { batchSize: n, inHeight, inWidth, inChannels: c, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const f = isDepthwise ? c : filterShape[3];
  const outShape = [n, outHeight, outWidth, 2, f];
  const sums = new Array(size(outShape)).fill(0);
  const given = values(outShape);
  const back = new Array(size(xShape)).fill(0);
  for (let i = 0; i < n; i++) for (let r = 0; r < outHeight; r++) for (let s = 0; s < outWidth; s++)
    for (let a = 0; a < filterHeight; a++) for (let b = 0; b < filterWidth; b++) {
      const y = r * info.strideHeight - padInfo.top + a * info.dilationHeight;
      const z = s * info.strideWidth - padInfo.left + b * info.dilationWidth;
      if (y < 0 || y >= inHeight || z < 0 || z >= inWidth) continue;
      for (let k = 0; k < c; k++) for (let u = isDepthwise ? k : 0; u < (isDepthwise ? k + 1 : f); u++) {
        const pixel = ((i * inHeight + y) * inWidth + z) * c + k;
        const weight = filter[isDepthwise ? (a * filterWidth + b) * c + k : ((a * filterWidth + b) * c + k) * f + u];
        const product = x[pixel] * weight;
        const at = (((i * outHeight + r) * outWidth + s) * 2 + (product < 0 ? 1 : 0)) * f + u;
        sums[at] += product;
        back[pixel] += product === 0 ? 0 : product * given[at];
      }
    }
  return { outShape, sums, given, back };
};
const pads = () => [whole(3), whole(3)];
for (let turn = 0; turn < 14; turn++) {
  const isDepthwise = turn % 2 === 0;
  const [c, f] = [1 + whole(turn > 9 ? 12 : 4), isDepthwise ? 1 : 1 + whole(turn > 9 ? 40 : 4)];
  const [xShape, filterShape] = [[1 + whole(3), 6 + whole(6), 6 + whole(6), c], [1 + whole(3), 1 + whole(3), c, f]];
  const strides = [1 + whole(3), 1 + whole(3)];
  const dilations = isDepthwise || turn % 3 === 0 ? [1, 1] : [1 + whole(2), 1 + whole(2)];
  const attributes = { strides, dilations, pad: ['same', 'valid', [[0, 0], pads(), pads(), [0, 0]]][whole(3)], dataFormat: 'NHWC' };
  const [x, filter] = [values(xShape, turn % 4 === 0 ? 0 : -1), values(filterShape)];
  const { outShape, sums, given, back } = shares('', isDepthwise, x, filter, xShape, filterShape, attributes);
  const name = isDepthwise ? 'SignedDepthwise' : 'SignedConv2D';
  hold(name, run(name, { x: [x, xShape], filter: [filter, filterShape] }, attributes)[0], [outShape, sums]);
  hold(name + 'Shares', run(name + 'Shares', { shares: [given, outShape], filter: [filter, filterShape], x: [x, xShape] }, attributes)[0], [xShape, back]);
}
for (const [places, inner, columns] of [[1, 5, 3], [3, 70, 40], [40, 33, 50], [9, 20, 9], [65, 17, 2]]) {
  const [xShape, kernelShape] = [[places, inner], [inner, columns]];
  const [x, kernel] = [values(xShape), values(kernelShape)];
  const attributes = { strides: [1, 1], dilations: [1, 1], pad: 'valid' };
  const { sums, given, back } = shares('', false, x, kernel, [places, 1, 1, inner], [1, 1, inner, columns], attributes);
  hold('SignedSums', run('SignedSums', { x: [x, xShape], kernel: [kernel, kernelShape] }, {})[0], [[places, 2, columns], sums]);
  hold('SignedShares', run('SignedShares', { shares: [given, [places, 2, columns]], kernel: [kernel, kernelShape], x: [x, xShape] }, {})[0], [xShape, back]);
}
for (const isEmpty of [false, true]) {
  const [sumsShape, shape, [alpha, beta]] = [[2, 50, 2, 3], [2, 50, 3], [2, 1]];
  const [sums, relevance] = [values(sumsShape), values(shape)];
  const [factors, even] = [new Array(600).fill(0), new Array(300).fill(0)];
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(i / 3) * 6 + (i % 3);
    [sums[at], sums[at + 3]] = [Math.abs(sums[at]), -Math.abs(sums[at + 3])];
    if (!isEmpty && sums[at] === 0 && sums[at + 3] === 0) sums[at] = 1;
    const [p, q, r] = [sums[at], sums[at + 3], relevance[i]];
    if (p === 0 && q === 0) even[i] = r;
    if (p > 0) factors[at] = ((q < 0 ? alpha : 1) * r) / p;
    if (q < 0) factors[at + 3] = ((p > 0 ? -beta : 1) * r) / q;
  }
  const found = run('SignedQuotients', { sums: [sums, sumsShape], relevance: [relevance, shape] }, { alpha, beta });
  hold('SignedQuotients', found[0], [sumsShape, factors]);
  hold('even', found[1], [shape, even]);
  hold('found', [[1], [Math.max(...found[2][1])]], [[1], [even.some((one) => one !== 0) ? 1 : 0]]);
}
for (let turn = 0; turn < 8; turn++) {
  const [n, h, w, c] = [1 + whole(2), 5 + whole(5), 5 + whole(5), 1 + whole(3)];
  const [filterSize, strides] = [[1 + whole(3), 1 + whole(3)], [1 + whole(3), 1 + whole(3)]];
  const pad = ['same', 'valid'][turn % 2];
  // Few values, so that many are equal.
  const x = Float32Array.from({ length: n * h * w * c }, () => whole(3) - 1);
  const info = tf.backend_util.computePool2DInfo([n, h, w, c], filterSize, strides, 1, pad);
  const { outHeight, outWidth, padInfo } = info;
  const dyShape = [n, outHeight, outWidth, c];
  const windowsShape = [n * outHeight * outWidth, filterSize[0] * filterSize[1] * c];
  const [dy, windows] = [values(dyShape), values(windowsShape)];
  const [dx, added] = [new Array(x.length).fill(0), new Array(x.length).fill(0)];
  for (let i = 0; i < n; i++) for (let r = 0; r < outHeight; r++) for (let s = 0; s < outWidth; s++) for (let k = 0; k < c; k++) {
    let best = -1;
    for (let a = 0; a < filterSize[0]; a++) for (let b = 0; b < filterSize[1]; b++) {
      const [y, z] = [r * info.strideHeight - padInfo.top + a, s * info.strideWidth - padInfo.left + b];
      if (y < 0 || y >= h || z < 0 || z >= w) continue;
      const at = ((i * h + y) * w + z) * c + k;
      added[at] += windows[(((i * outHeight + r) * outWidth + s) * filterSize[0] * filterSize[1] + a * filterSize[1] + b) * c + k];
      if (best < 0 || x[at] > x[best]) best = at;
    }
    dx[best] += dy[((i * outHeight + r) * outWidth + s) * c + k];
  }
  hold('FirstMaximumGrad', run('FirstMaximumGrad', { dy: [dy, dyShape], input: [x, [n, h, w, c]] }, { filterSize, strides, pad })[0], [[n, h, w, c], dx]);
  hold('OverlapAdd', run('OverlapAdd', { windows: [windows, windowsShape] }, { filterSize, strides, dilations: [1, 1], pad, inputShape: [n, h, w, c] })[0], [[n, h, w, c], added]);
}
const [y, dy] = [values([7, 30]), values([7, 30])];
const inputs = { y: [y, [7, 30]], dy: [dy, [7, 30]] };
hold('Gate', run('Gate', inputs, { low: 0, high: 0.5 })[0], [[7, 30], Array.from(dy, (value, i) => (y[i] > 0 && y[i] < 0.5 ? value : 0))]);
hold('SigmoidGrad', run('SigmoidGrad', inputs, {})[0], [[7, 30], Array.from(dy, (value, i) => value * y[i] * (1 - y[i]))]);
console.log(JSON.stringify(worst));
`;

const gpu = softwareGpu();

// Where there is no SwiftShader, .ci/run says so: see tools/measure/parity/webgpu.mjs.
if (gpu)
  it('our shaders compute what they are defined to, whatever the shapes, windows and signs', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: packageFolder,
      encoding: 'utf8',
      env: { ...process.env, ...gpu },
      timeout: 240_000,
    });
    expect(stderr).toBe('');
    const worst = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(worst).sort()).toEqual(
      [
        ...['SignedConv2D', 'SignedConv2DShares', 'SignedDepthwise', 'SignedDepthwiseShares', 'SignedSums'],
        ...[
          'SignedShares',
          'SignedQuotients',
          'even',
          'found',
          'FirstMaximumGrad',
          'OverlapAdd',
          'Gate',
          'SigmoidGrad',
        ],
      ].sort(),
    );
    for (const [name, apart] of Object.entries(worst)) expect([name, apart < 1e-6]).toEqual([name, true]);
  });
