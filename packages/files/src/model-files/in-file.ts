import { InterpError, isInterpError, plainText } from '@interp/checks';

const nameFile = (file: string, error: unknown): never => {
  if (!isInterpError(error)) throw error;
  throw new InterpError(error.code, `${plainText(file, 120)}: ${error.message}`, { cause: error });
};

/**
 * Does something with the contents of a file, at once or later, so that errors name the file.
 *
 * @throws InterpError as the work throws, its message after the file's name
 */
export const inFile = <Value>(file: string, work: () => Value): Value => {
  try {
    const value = work();
    if (!(value instanceof Promise)) return value;
    return value.catch((error: unknown) => nameFile(file, error)) as Value;
  } catch (error) {
    return nameFile(file, error);
  }
};
