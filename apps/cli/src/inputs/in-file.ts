import { InterpError, isInterpError } from '@interp/core';

/**
 * Does something with the contents of a file, so that what goes wrong is said with the file's name.
 *
 * @param file - what people call it
 * @param work - what is done
 * @returns what the work gives
 * @throws InterpError as the work throws, its message after the file's name
 */
export const inFile = <Result>(file: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    if (!isInterpError(error)) throw error;
    throw new InterpError(error.code, `${file}: ${error.message}`, { cause: error });
  }
};
