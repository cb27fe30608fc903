/** Why a mirror was of no use. Never leaves this package: the reasons of all mirrors become one `InterpError`. */
export class MirrorError extends Error {
  /** Whether it is worth asking the same mirror again. */
  readonly again: boolean;

  /**
   * @param message - what it does wrong, to be read after its name
   * @param again - whether it is worth asking it again
   */
  constructor(message: string, again: boolean) {
    super(message);
    this.name = 'MirrorError';
    this.again = again;
  }
}
