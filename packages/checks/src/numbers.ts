import { InterpError } from './interp-error.js';
import { shownValue } from './shown-value.js';

/** Limits of {@link checkNumber}. Without any, every finite number passes. */
export interface NumberLimits {
  /** The lowest value allowed. */
  readonly min?: number;
  /** The highest value allowed. */
  readonly max?: number;
  /** A value that the number must be greater than. */
  readonly above?: number;
  /** Whether it must be an integer. Default false. */
  readonly integer?: boolean;
}

const describe = ({ min, max, above, integer }: NumberLimits): string => {
  const kind = integer ? 'a whole number' : 'a number';
  const from = above === undefined ? (min === undefined ? '' : `at least ${min}`) : `above ${above}`;
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  const to = max === undefined ? '' : `at most ${max}`;
  return [kind, [from, to].filter(Boolean).join(' and ')].filter(Boolean).join(' ');
};

/**
 * Checks one numeric option.
 *
 * @param name - name of the option, for the message
 * @param value - the value given
 * @param limits - what is allowed
 * @throws InterpError `bad-option` where the value is no finite number or outside of the limits
 */
export function checkNumber(name: string, value: unknown, limits: NumberLimits = {}): asserts value is number {
  const { min = -Infinity, max = Infinity, above = -Infinity, integer = false } = limits;
  const good =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    value > above &&
    (!integer || Number.isInteger(value));
  if (!good) throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected ${describe(limits)}`);
}
