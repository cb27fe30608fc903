import { UsageError } from '../../shell/failure.js';

/**
 * Reads a shift: pixels to the right, or to the right and downwards with a comma between.
 *
 * @param text - as `2` or `2,-1`
 * @returns both
 * @throws UsageError for anything else
 */
export const parseShift = (text: string): readonly [right: number, down: number] => {
  const parts = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [right, down = 0] = parts;
  if (parts.length > 2 || !Number.isFinite(right) || !Number.isFinite(down))
    throw new UsageError(
      `--shift is ${JSON.stringify(text.slice(0, 40))}; expected pixels to the right and downwards, as 2,-1`,
    );
  return [right, down];
};
