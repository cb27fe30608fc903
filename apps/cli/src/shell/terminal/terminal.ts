/** A place that text is written to: a terminal, a pipe or a file. */
export interface Output {
  /** Writes text. */
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean;
  /** Its width in characters, where it is a terminal. */
  readonly columns?: number;
}

/** What a run of the program has around it. */
export interface Terminal {
  /** Results. */
  readonly stdout: Output;
  /** Progress, notes and errors. */
  readonly stderr: Output;
  /** What is piped in. Default nothing. */
  readonly stdin?: AsyncIterable<Uint8Array> & Pick<Output, 'isTTY'>;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks to end early. */
  readonly signal: AbortSignal;
}
