import * as tf from '@tensorflow/tfjs-core';
import { importOptional } from '../import-optional.js';
import { answered, keepingTurns } from './event-turns.js';
import { nodeModule } from '../node-module.js';
import { readHere } from './read-here.js';
import type { Gpu, GpuAdapter, GpuDevice, WebgpuBackend } from './types.js';

const packageName = '@tensorflow/tfjs-backend-webgpu';

interface Dawn {
  readonly create: (options: readonly string[]) => Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}

/** What a device is asked for beyond the least that WebGPU promises: what the adapter has of what TensorFlow.js uses. */
const wantedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

/** Runs work with `navigator.gpu`, which TensorFlow.js looks for while it loads and starts; other packages take a `navigator` for a browser. */
const withNavigator = async <T>(gpu: Gpu, work: () => Promise<T>): Promise<T> => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { gpu } });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
};

const deviceOf = (adapter: GpuAdapter): Promise<GpuDevice> => {
  const requiredLimits = Object.fromEntries(wantedLimits.map((name) => [name, adapter.limits[name]]));
  const requiredFeatures = ['timestamp-query'].filter((name) => adapter.features.has(name));
  return answered(() => adapter.requestDevice({ requiredLimits, requiredFeatures }));
};

/** The first error of the device since it was asked last, and why it was lost. */
const troubleOf = (device: GpuDevice): (() => string | undefined) => {
  let first: string | undefined;
  const note = (text: string): void => void (first ??= text.trim().split('\n')[0]);
  device.addEventListener('uncapturederror', (event) => {
    // Otherwise Dawn prints it, on standard output.
    event.preventDefault();
    note(event.error.message);
  });
  void device.lost.then(({ message }) => note(message));
  return () => {
    const text = first;
    first = undefined;
    return text;
  };
};

/** Every mapping of the device's buffers waits as Dawn needs it. */
const waitForMappings = (device: GpuDevice): void => {
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const mapAsync = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (mode) =>
      answered(
        () => mapAsync(mode),
        () => buffer.mapState !== 'pending',
      );
    return buffer;
  };
};

/** What is known of the adapter in use. */
export interface Adapter {
  /** Its maker and name, such as `nvidia`. */
  readonly name: string;
  /** Whether the processor does its work, as in SwiftShader and lavapipe. */
  readonly software: boolean;
}

const softwareRenderers = /swiftshader|llvmpipe|lavapipe|microsoft basic render/i;

/** Describes an adapter. */
const described = ({ info }: GpuAdapter): Adapter => {
  const name = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
  return { name, software: info.isFallbackAdapter === true || softwareRenderers.test(name) };
};

interface Found {
  readonly gpu: Gpu;
  readonly adapter: GpuAdapter;
}

let finding: Promise<Found | string> | undefined;

/** Whether no driver of Vulkan can be there; Dawn, where it looks for one, prints that. */
const lacksVulkan = (): boolean => {
  const { platform, dlopen } = nodeModule('node:process') as {
    platform: string;
    dlopen(module: object, file: string): void;
  };
  if (platform !== 'linux') return false;
  try {
    dlopen({ exports: {} }, 'libvulkan.so.1');
    return false;
  } catch (error) {
    // One that can be opened is no addon.
    return /cannot open/.test((error as Error).message);
  }
};

const find = async (): Promise<Found | string> => {
  const { module, reason } = await importOptional('webgpu');
  if (!module) return reason!;
  if (lacksVulkan())
    return 'it finds no graphics card that it can use: there is no libvulkan.so.1, the loader of drivers';
  const { create, globals } = module as unknown as Dawn;
  for (const [name, value] of Object.entries(globals))
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  const gpu = keepingTurns(() => create([]));
  const adapter = await answered(() => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  return adapter ? { gpu, adapter } : 'it finds no graphics card that it can use, by Vulkan, Metal or Direct3D 12';
};

/** Looks for an adapter once in a process. */
const found = (): Promise<Found | string> => (finding ??= find());

/**
 * The adapter that WebGPU computes on in Node.js; finds it, and starts nothing.
 *
 * @returns what is known of it, or why there is none, in a few words
 */
export const dawnAdapter = async (): Promise<Adapter | string> => {
  const one = await found();
  return typeof one === 'string' ? one : described(one.adapter);
};

/**
 * Registers TensorFlow.js' WebGPU backend in Node.js, on Dawn of the package `webgpu`.
 *
 * @returns why it cannot be had, in a few words
 */
export const registerDawn = async (): Promise<string | undefined> => {
  if (tf.findBackendFactory('webgpu')) return undefined;
  const one = await found();
  if (typeof one === 'string') return one;
  const { gpu, adapter } = one;
  const loaded = await withNavigator(gpu, () => importOptional(packageName));
  if (!loaded.module) return loaded.reason;
  const { WebGPUBackend } = loaded.module as unknown as {
    WebGPUBackend: new (device: GpuDevice, info: object) => WebgpuBackend & tf.KernelBackend;
  };
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', async () => {
    const device = await deviceOf(adapter);
    waitForMappings(device);
    const backend = await withNavigator(gpu, () => Promise.resolve(new WebGPUBackend(device, adapter.info)));
    readHere(backend, troubleOf(device));
    return backend;
  });
  return undefined;
};
