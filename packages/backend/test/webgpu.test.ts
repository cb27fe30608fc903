import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { noGpu, softwareGpu } from '@interp/testing/software-gpu';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program that has `startBackend` and `tf`, in a process of its own: drivers are looked for when it starts. */
const run = (environment: Record<string, string>, program: string): { printed: unknown; stderr: string } => {
  const source = `import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from './dist/index.js';
const say = (value) => console.log(JSON.stringify(value));
${program}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: packageFolder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 120_000,
  });
  expect([status, stdout === '' ? stderr : '']).toEqual([0, '']);
  return {
    printed: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    stderr,
  };
};

test('webgpu in Node.js without a graphics card is refused in a sentence, and the backend in use stays', () => {
  const { printed } = run(
    noGpu,
    `await startBackend('cpu');
say(await startBackend('webgpu').catch(({ name, code, message }) => [name, code, message]));
say([tf.getBackend(), typeof navigator === 'undefined' || !('gpu' in navigator)]);`,
  );
  expect(printed).toEqual([
    [
      'InterpError',
      'no-backend',
      expect.stringMatching(/^the backend "webgpu" \(it finds no graphics card .*choose one of auto, /),
    ],
    ['cpu', true],
  ]);
});

const gpu = softwareGpu();

// Where there is no SwiftShader, .ci/run says so: see tools/measure/parity/webgpu.mjs.
if (gpu)
  describe('webgpu in Node.js', () => {
    it('computes; values are read at once or awaited, nothing is printed, no tensor stays, and the process ends', () => {
      const { printed, stderr } = run(
        gpu,
        `const { name, kernels, refused } = await startBackend('webgpu');
say([name, kernels, refused]);
const before = tf.memory().numTensors;
const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
const [sum, product, whole, truth] = [tf.add(x, 1), tf.matMul(x, x), tf.cast(x, 'int32'), tf.greater(x, 2)];
const large = tf.tidy(() => tf.matMul(tf.ones([64, 300]), tf.ones([300, 50])));
say([sum.dataSync(), product.arraySync(), whole.dataSync(), truth.arraySync()].map((v) => Array.from(v)));
const less = tf.sub(product, sum);
say([await less.array(), new Set(await large.data()).size, large.dataSync()[7]]);
tf.dispose([x, sum, product, whole, truth, large, less]);
const { kernelMs } = await tf.time(() => tf.tidy(() => void tf.matMul(tf.ones([40, 40]), tf.ones([40, 40]))));
say([kernelMs > 0, tf.memory().numTensors - before]);`,
      );
      expect(printed).toEqual([
        ['webgpu', 'plain', []],
        [
          [2, 3, 4, 5],
          [
            [7, 10],
            [15, 22],
          ],
          [1, 2, 3, 4],
          [
            [0, 0],
            [1, 1],
          ],
        ],
        [
          [
            [5, 7],
            [11, 17],
          ],
          1,
          300,
        ],
        [true, 0],
      ]);
      expect(stderr).toBe('');
    });

    it('pads, transposes, sums and pools where stock kernels of TensorFlow.js fail or give other numbers', () => {
      const { printed } = run(
        gpu,
        `const five = () => tf.mul(tf.tensor(Float32Array.from({ length: 240 }, (_, i) => ((i * 37) % 101) / 64 - 0.5), [2, 3, 5, 4, 2]), 1);
const results = () => {
  const x = five();
  const whole = tf.cast(tf.mul(x, 2 ** 26), 'int32');
  const dx = tf.engine().runKernel('MaxPool3DGrad', { dy: tf.slice(x, [0, 0, 0, 0, 0], [2, 2, 5, 2, 2]), input: x },
    { filterSize: [2, 1, 3], strides: 1, pad: 'valid' });
  return [
    tf.pad(x, [[0, 0], [1, 0], [0, 2], [0, 0], [1, 1]], 7), tf.pad(x, [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0]]),
    tf.transpose(whole, [4, 0, 2, 1, 3]), tf.transpose(tf.greater(x, 0)), tf.transpose(tf.reshape(whole, [48, 5])),
    tf.transpose(tf.cast(tf.greater(x, 0), 'float32'), [1, 0, 2, 3, 4]), tf.cast(tf.tensor1d([1, -2], 'int32'), 'float32'), dx,
    ...[1, 7, 8, 13, 14].map((count) => tf.addN(Array.from({ length: count }, (_, i) => tf.mul(x, i + 1)))),
  ].map((y) => [y.shape, y.dtype, Array.from(y.dataSync())]);
};
await startBackend('webgpu');
// A product is on the card; what is not there yet the stock kernels compute in memory.
const found = tf.tidy(results);
const kept = tf.backend().numDataIds();
tf.tidy(results);
say(tf.backend().numDataIds() - kept);
await startBackend('cpu');
const expected = tf.tidy(results);
const apart = (a, b) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
say(found.map(([shape, dtype, values], i) => [String(shape) === String(expected[i][0]), dtype === expected[i][1], values.length === expected[i][2].length, apart(values, expected[i][2])]));
say([tf.memory().numTensors]);`,
      );
      expect(printed).toEqual([0, new Array(13).fill([true, true, true, 0]), [0]]);
    });

    it('is not taken by auto, for the processor computes it, and is by name', () => {
      const { printed } = run(
        gpu,
        `const pass = () => new Promise((resolve) => setTimeout(resolve, 1));
const refusals = async (options) => (await startBackend('auto', options)).refused.find(({ name }) => name === 'webgpu').reason;
say([await refusals({}), await refusals({ work: { name: 'large', passes: 1e9, pass } }), tf.getBackend()]);`,
      );
      const why: unknown[] = [
        expect.stringContaining('not known yet'),
        expect.stringMatching(/swiftshader.* computes on the processor$/i),
      ];
      expect(printed).toEqual([[...why, 'wasm']]);
    });

    it('says what the device refused where the result is read, not a wrong number', () => {
      const { printed } = run(
        gpu,
        `await startBackend('webgpu');
const read = (work) => { try { return work(); } catch ({ code, message }) { return [code, message]; } };
say(read(() => tf.fill([2 ** 29], 1).dataSync().length));
say(await tf.fill([2 ** 29], 1).data().then(({ length }) => length, ({ code, message }) => [code, message]));
say(Array.from(tf.add(tf.tensor1d([1, 2]), 1).dataSync()));
void tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).data();
setImmediate(() => process.exit());`,
      );
      const refusal = ['out-of-memory', expect.stringMatching(/^the graphics card refused the work: /)];
      expect(printed).toEqual([refusal, refusal, [2, 3]]);
    });
  });
