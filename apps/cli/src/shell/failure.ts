/** The program was called wrongly. Its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The work was stopped before there was anything to keep. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
