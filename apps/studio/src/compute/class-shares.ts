/** A class, how sure a network is of it, and its score. */
export interface ClassShare {
  /** Its number. */
  readonly class: number;
  /** Its name. */
  readonly name: string;
  /** Its probability; undefined where values have none. */
  readonly probability: number | undefined;
  /** Its score. */
  readonly score: number;
}

/** The classes of a network with all their probabilities and scores. */
export const classShares = (
  logits: readonly number[],
  probabilities: readonly number[],
  names: readonly string[],
): readonly ClassShare[] =>
  logits.map((score, i) => ({ class: i, name: names[i], probability: probabilities[i], score }));
