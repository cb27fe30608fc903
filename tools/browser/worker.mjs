// The same work in a Web Worker.
import { useBackend } from '@interp/backend';
import { methods } from './methods.mjs';
import { wasmPaths } from './wasm-paths.mjs';

globalThis.onmessage = async () => {
  try {
    const { name } = await useBackend('wasm', { wasmPaths });
    globalThis.postMessage({ backend: name, ...(await methods()) });
  } catch (error) {
    globalThis.postMessage({ error: String(error) });
  }
};
