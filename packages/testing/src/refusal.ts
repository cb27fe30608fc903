/** The code of the `InterpError` that some work throws or is rejected with, its message checked to be one line; `taken` without. */
export const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'taken';
  } catch (reason) {
    const { name, code, message } = reason as { name: string; code: string; message: string };
    if (name !== 'InterpError') throw reason;
    expect(message).not.toContain('\n');
    return code;
  }
};
