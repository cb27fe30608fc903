/** What `interp prototype` says of one prototype. */
export interface PrototypeRow {
  /** The class that it stands for. */
  readonly class: number;
  /** P(class | image). */
  readonly probability: number;
  /** What was climbed to. */
  readonly objective: number;
  /** Steps taken. */
  readonly steps: number;
  /** Its share of the seconds of all. */
  readonly seconds: number;
  /** The start and each step. */
  readonly history: readonly { readonly objective: number; readonly probability: number }[];
  /** What another network says of it. */
  readonly judge: { readonly class: number; readonly probability: number };
}

/** Those of which the judge says what they were made to be. */
export const believed = (rows: readonly PrototypeRow[]): number =>
  rows.filter((row) => row.judge.class === row.class).length;
