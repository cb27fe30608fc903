// The package `webgpu` for test files, each of which loads its modules anew: one device for all of them, which compiles each shader once.
const outside = process.getBuiltinModule('node:vm').runInThisContext('globalThis');
const { createRequire } = outside.process.getBuiltinModule('node:module');

/** What the files of this process share, outside of their sandboxes. */
const shared = (outside[Symbol.for('@interp/testing one device')] ??= {
  ...createRequire(import.meta.url)('webgpu'),
  /** Pipelines by the text of their shader. */
  pipelines: new Map(),
  /** Ends what the file before has left. */
  leave: () => undefined,
});

shared.leave();

/** Calls every method on the thing itself, but for those given. */
const inPlaceOf = (thing, methods) =>
  new Proxy(thing, {
    get(target, name) {
      if (name in methods) return methods[name];
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set(_, name, value) {
      methods[name] = value;
      return true;
    },
  });

const deviceOfFile = (device) => {
  const buffers = new Set();
  const listeners = [];
  shared.leave = () => {
    for (const buffer of buffers) buffer.destroy();
    for (const [type, listener] of listeners) device.removeEventListener(type, listener);
  };
  const texts = new WeakMap();
  return inPlaceOf(device, {
    // What waits for it would keep the modules of its file.
    lost: new Promise(() => undefined),
    addEventListener(type, listener) {
      listeners.push([type, listener]);
      device.addEventListener(type, listener);
    },
    createBuffer(descriptor) {
      const buffer = device.createBuffer(descriptor);
      buffers.add(buffer);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        buffers.delete(buffer);
        destroy();
      };
      return buffer;
    },
    createShaderModule(descriptor) {
      const module = device.createShaderModule(descriptor);
      texts.set(module, descriptor.code);
      return module;
    },
    createComputePipeline(descriptor) {
      const text = texts.get(descriptor.compute.module);
      if (!shared.pipelines.has(text)) shared.pipelines.set(text, device.createComputePipeline(descriptor));
      return shared.pipelines.get(text);
    },
  });
};

export const { globals } = shared;

export const create = (options) => {
  const gpu = (shared.gpu ??= shared.create(options));
  const ofAdapter = async (wanted) => {
    const adapter = await (shared.adapter ??= gpu.requestAdapter(wanted));
    const requestDevice = async (descriptor) =>
      deviceOfFile(await (shared.device ??= adapter.requestDevice(descriptor)));
    return adapter && inPlaceOf(adapter, { requestDevice });
  };
  return inPlaceOf(gpu, { requestAdapter: ofAdapter });
};
