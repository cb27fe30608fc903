/** The code of an error of the file system, such as `ENOENT`. */
export const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

/** An error with a code, as the file system gives it. */
export const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
