/** The result of importing an optional package. */
export interface Import {
  /** Its exports, if it loaded. */
  readonly module?: Readonly<Record<string, unknown>>;
  /** Why it did not load, in a few words. */
  readonly reason?: string;
}

const firstSentence = (error: unknown): string => {
  const text = error instanceof Object && 'message' in error ? String(error.message) : String(error);
  return text.trim().split(/\.\s|\n/)[0];
};

const isMissing = (error: unknown, name: string): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && String(message).includes(name);
};

/**
 * Imports an optional peer dependency. Its name is a value, so that neither compilers nor bundlers require the package.
 *
 * @param name - of the package
 * @returns its exports, or why there are none
 */
export const importOptional = async (name: string): Promise<Import> => {
  try {
    return { module: (await import(/* @vite-ignore */ name)) as Record<string, unknown> };
  } catch (error) {
    return {
      reason: isMissing(error, name) ? `${name} is not installed` : `${name} did not load: ${firstSentence(error)}`,
    };
  }
};
