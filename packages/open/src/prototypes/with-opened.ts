/** Does work with something that was opened, and lets go of it when the work is over, however it ends. */
export const withOpened = async <Opened extends { dispose(): void }, Value>(
  opened: Opened,
  work: (opened: Opened) => Value | Promise<Value>,
): Promise<Value> => {
  try {
    return await work(opened);
  } finally {
    opened.dispose();
  }
};
