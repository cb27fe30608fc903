import { checkGivenText, InterpError } from '@interp/checks';

/** One file of a shipped network. */
export interface WeightFile {
  /** Its name in the network's folder. */
  readonly name: string;
  /** Its length in bytes. */
  readonly bytes: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Where it is in this package. */
  readonly url: string;
}

/** Robustness of an adversarially trained network. */
export interface CardRobustness {
  /** ε, the largest change of each value, in units of the input. */
  readonly epsilon: number;
  /** Test digits attacked. */
  readonly n: number;
  /** Accuracy under FGSM. */
  readonly fgsm: number;
  /** Accuracy under PGD with 40 steps from a random start. */
  readonly pgd: number;
  /** DeepFool's ρ: mean of ‖r‖₂ over ‖x‖₂ on pixels on [0, 1]. */
  readonly rhoL2: number;
}

/** The model card of a shipped network. */
export interface ModelCard {
  /** Its name. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly description: string;
  /** The activation function of its hidden layers. */
  readonly activation: string;
  /** Number of its parameters. */
  readonly parameters: number;
  /** What it was trained on. */
  readonly data: string;
  /** Seeds of its initial weights and of its training. */
  readonly seeds: { readonly weights: number; readonly training: number };
  /** The options of its training. */
  readonly options: Readonly<Record<string, string | number>>;
  /** The command that trains it in the repository. */
  readonly command: string;
  /** Accuracy on the 10,000 test digits. */
  readonly accuracy: number;
  /** The same for each digit, 0 to 9. */
  readonly perClass: readonly number[];
  /** Mean cross-entropy of the test digits in nats. */
  readonly loss: number;
  /** Expected calibration error on the test digits, 15 bins. */
  readonly calibrationError: number;
  /** Accuracy on the validation digits, held out of the training digits. */
  readonly validationAccuracy: number;
  /** Robustness, if it was trained against attacks. */
  readonly robustness?: CardRobustness;
  /** Its files; the first is `model.json`. */
  readonly files: readonly WeightFile[];
}

/**
 * Finds the card of a name among several.
 *
 * @param cards - the cards by name
 * @param name - what was asked for
 * @param kind - what the cards are of, for people
 * @returns the card
 * @throws InterpError `not-found` for another name, `bad-option` for what is none
 */
export const findCard = <Card>(cards: Readonly<Record<string, Card>>, name: string, kind: string): Card => {
  checkGivenText(`the name of a ${kind}`, name, `one of ${Object.keys(cards).join(', ')}`);
  if (Object.hasOwn(cards, name)) return cards[name];
  throw new InterpError(
    'not-found',
    `there is no ${kind} ${JSON.stringify(name.slice(0, 60))} here; expected one of ${Object.keys(cards).join(', ')}`,
  );
};
