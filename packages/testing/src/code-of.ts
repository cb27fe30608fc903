import { isInterpError } from '@interp/core';

/** The code of the `InterpError` that the work throws, or `taken`; anything else thrown comes out. Messages are one line. */
export const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (!isInterpError(error)) throw error;
    expect(error.message).not.toContain('\n');
    return error.code;
  }
  return 'taken';
};
