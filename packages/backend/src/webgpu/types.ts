/** A `GPUBuffer`: the part of WebGPU that is used here, with the standard's own types. */
export interface GpuBuffer {
  /** In bytes. */
  readonly size: number;
  /** `GPUBufferUsage`. */
  readonly usage: number;
  /** Whether the processor sees it. */
  readonly mapState: 'unmapped' | 'pending' | 'mapped';
  /** Asks for it to be seen by the processor; `mode` is a `GPUMapMode`. */
  mapAsync(mode: number): Promise<void>;
  /** Its bytes, once it is mapped. */
  getMappedRange(): ArrayBuffer;
  /** Gives it back to the graphics card. */
  unmap(): void;
}

/** A `GPUDevice`. */
export interface GpuDevice {
  /** Kept when the device is gone. */
  readonly lost: Promise<{ readonly message: string }>;
  /** Makes a buffer. */
  createBuffer(descriptor: { size: number; usage: number; mappedAtCreation?: boolean }): GpuBuffer;
  /** Hears of work that the device refused. */
  addEventListener(
    type: 'uncapturederror',
    listener: (event: { readonly error: { message: string }; preventDefault(): void }) => void,
  ): void;
}

/** A `GPUAdapter`. */
export interface GpuAdapter {
  /** What it can. */
  readonly features: ReadonlySet<string>;
  /** How much of it. */
  readonly limits: Readonly<Record<string, number>>;
  /** Who made it; `isFallbackAdapter` of a renderer on the processor. */
  readonly info: Readonly<Record<'vendor' | 'architecture' | 'description', string>> & { isFallbackAdapter?: boolean };
  /** Opens it. */
  requestDevice(descriptor: object): Promise<GpuDevice>;
}

/** A `GPU`, as `navigator.gpu` is. */
export interface Gpu {
  /** Finds a graphics card. */
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<GpuAdapter | null>;
}

/** Values in memory, as TensorFlow.js has them. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** What TensorFlow.js' WebGPU backend knows of a tensor. */
export interface TensorData {
  /** Its values, where they are in memory. */
  readonly values: TensorValues | null | undefined;
  /** Their type. */
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64' | 'string';
  /** Where they are on the graphics card. */
  readonly resource: GpuBuffer;
  /** The parts of complex numbers. */
  readonly complexTensorInfos?: { readonly real: { dataId: object }; readonly imag: { dataId: object } };
}

/** The part of TensorFlow.js' WebGPU backend that is used here. */
export interface WebgpuBackend {
  /** Its tensors. */
  readonly tensorMap: { get(dataId: object): TensorData };
  /** Its buffers. */
  readonly bufferManager: {
    acquireBuffer(size: number, usage: number): GpuBuffer;
    releaseBuffer(buffer: GpuBuffer): void;
  };
  /** The commands that have not been submitted. */
  commandEncoder: {
    copyBufferToBuffer(from: GpuBuffer, at: number, to: GpuBuffer, start: number, size: number): void;
  };
  /** Makes sure that there is a {@link commandEncoder}. */
  ensureCommandEncoderReady(): void;
  /** Ends the pass, so that buffers can be copied. */
  endComputePassEncoder(): void;
  /** Submits the commands. */
  submitQueue(): void;
  /** Keeps values in memory. */
  convertAndCacheOnCPU(dataId: object, values: unknown): TensorValues;
  /** A tensor's values, at once. */
  readSync(dataId: object): TensorValues;
  /** A buffer's bytes. */
  getBufferData(buffer: GpuBuffer): Promise<ArrayBuffer>;
}
