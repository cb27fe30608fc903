/** The work was stopped before there was anything to keep. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
