import { withSharedMemory } from './shared-memory.js';

type Instantiate = (
  code: BufferSource,
  imports?: WebAssembly.Imports,
) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;

const bytesOf = (code: BufferSource): Uint8Array =>
  ArrayBuffer.isView(code) ? new Uint8Array(code.buffer, code.byteOffset, code.byteLength) : new Uint8Array(code);

/** Whether it is TensorFlow.js' module, to be recognised by a kernel that it exports. */
const isTensorFlow = (module: WebAssembly.Module): boolean =>
  WebAssembly.Module.exports(module).some(({ name }) => name === 'register_tensor');

/**
 * Lets TensorFlow.js' wasm backend start with a shared memory: while `work` runs, its module is changed on its way to the engine. Its own
 * build with threads is of no use here, because its workers start only in browsers, and not in bundles.
 *
 * @param work - starts the backend
 * @returns what `work` returns
 */
export const shareWhile = async <T>(work: () => Promise<T>): Promise<T> => {
  const { instantiate, instantiateStreaming } = WebAssembly;
  const plain = instantiate as Instantiate;
  const sharing: Instantiate = async (code, imports) => {
    const changed = code instanceof WebAssembly.Module ? undefined : withSharedMemory(bytesOf(code));
    if (!changed) return plain(code, imports);
    try {
      const module = await WebAssembly.compile(changed);
      if (isTensorFlow(module)) return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch {
      return plain(code, imports);
    }
    return plain(code, imports);
  };
  const replace = (values: object): void => void Object.assign(WebAssembly, values);
  replace({ instantiate: sharing, instantiateStreaming: undefined });
  try {
    return await work();
  } finally {
    replace({ instantiate, instantiateStreaming });
  }
};
