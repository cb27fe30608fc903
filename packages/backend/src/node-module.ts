interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/**
 * A built-in module of Node.js, without an import that would fail in bundles for browsers.
 *
 * @param name - such as `node:os`
 * @returns the module; nothing in a browser
 */
export const nodeModule = (name: string): unknown =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name);
