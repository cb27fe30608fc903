import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { waitHere, keepingTurns } from './event-turns.js';
import type { GpuBuffer, WebgpuBackend } from './types.js';

/** `GPUMapMode.READ` and `GPUBufferUsage.MAP_READ | COPY_DST` of the standard. */
const mapRead = 1;
const readable = 1 | 8;

/** Whether what the device says is about the size of the work. */
const isSize = /exceed|out of memory|allocat|too (?:large|big|many)|maxBufferSize|limit/i;

/** Done after some turns, in which Dawn answers what it refused. */
const afterTurns = (count: number) => (): boolean => count-- <= 0;

/** Dawn's own `mapAsync`, which waits for nobody. */
const mapAsyncOf = (buffer: GpuBuffer): GpuBuffer['mapAsync'] =>
  (Object.getPrototypeOf(buffer) as GpuBuffer).mapAsync.bind(buffer);

/**
 * Makes a WebGPU backend in Node.js read values at once (`dataSync`): TensorFlow.js' own way draws them on a canvas, which is a browser's.
 * What Dawn refused on the way, such as a buffer too large for the device, is thrown where values are read.
 *
 * @param backend - the backend
 * @param trouble - what went wrong on the device since it was last asked, and nothing if all went well
 */
export const readHere = (backend: WebgpuBackend, trouble: () => string | undefined): void => {
  const complain = (): void => {
    const text = trouble();
    if (text === undefined) return;
    const advice = isSize.test(text) ? 'give smaller batches' : 'take another backend for it';
    throw new InterpError(
      isSize.test(text) ? 'out-of-memory' : 'no-backend',
      `the graphics card refused the work: ${text.slice(0, 150)}; ${advice}`,
    );
  };
  const download = (buffer: GpuBuffer): ArrayBuffer => {
    const { size } = buffer;
    const staging = backend.bufferManager.acquireBuffer(size, readable);
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
    backend.submitQueue();
    keepingTurns(() => mapAsyncOf(staging)(mapRead)).catch(() => undefined);
    waitHere(() => staging.mapState !== 'pending');
    if (staging.mapState !== 'mapped') waitHere(afterTurns(3));
    complain();
    if (staging.mapState !== 'mapped') throw new InterpError('no-backend', 'the graphics card was lost; start anew');
    const values = staging.getMappedRange().slice(0);
    staging.unmap();
    backend.bufferManager.releaseBuffer(staging);
    return values;
  };
  const ofBrowsers = backend.getBufferData.bind(backend);
  backend.getBufferData = async (buffer) => {
    try {
      return await ofBrowsers(buffer);
    } finally {
      complain();
    }
  };
  const readSync = (dataId: object): ReturnType<WebgpuBackend['readSync']> => {
    const { values, dtype, resource, complexTensorInfos } = backend.tensorMap.get(dataId);
    if (values || dtype === 'string') return values!;
    if (dtype === 'complex64') {
      const [real, imag] = [complexTensorInfos!.real, complexTensorInfos!.imag].map((part) => readSync(part.dataId));
      const merged = tf.backend_util.mergeRealAndImagArrays(real as Float32Array, imag as Float32Array);
      return backend.convertAndCacheOnCPU(dataId, merged);
    }
    const read = tf.util.convertBackendValuesAndArrayBuffer(download(resource), dtype);
    return backend.convertAndCacheOnCPU(dataId, read);
  };
  backend.readSync = readSync;
};
