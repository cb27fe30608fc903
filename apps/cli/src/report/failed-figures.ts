/**
 * The error that ends a run in which figures failed.
 *
 * @param numbers - of those figures
 * @returns the error, in one line
 */
export const failed = async (numbers: readonly string[]): Promise<Error> => {
  const { InterpError } = await import('@interp/core');
  return new InterpError(
    'bad-value',
    `${numbers.length} of the figures failed (${numbers.join(', ')}); the report says why in their place`,
  );
};
