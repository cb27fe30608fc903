interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/**
 * A module of Node.js itself, without an import that a bundler for browsers would stumble over.
 *
 * @param name - such as `node:os`
 * @returns the module; nothing in a browser
 */
export const nodeModule = (name: string): unknown =>
  (globalThis as { process?: NodeProcess }).process?.getBuiltinModule?.(name);
