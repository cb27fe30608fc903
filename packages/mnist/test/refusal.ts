/** What a call that should fail throws; checks that it is an `InterpError` of one line. */
export const refusal = (call: () => unknown): { code: string; message: string } => {
  try {
    call();
  } catch (reason) {
    return oneLine(reason);
  }
  throw new Error('nothing was thrown');
};

/** The same for work that should be rejected. */
export const rejection = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  try {
    await work;
  } catch (reason) {
    return oneLine(reason);
  }
  throw new Error('nothing was thrown');
};

const oneLine = (reason: unknown): { code: string; message: string } => {
  const error = reason as { name: string; code: string; message: string };
  expect(error.name).toBe('InterpError');
  expect(error.message).not.toContain('\n');
  return error;
};
