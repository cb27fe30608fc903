/**
 * How often an ascent yields: after its start and after each step.
 *
 * @param steps - what was given, of any kind; it is checked elsewhere
 * @param usual - the number where none was given
 * @returns the number
 */
export const totalSteps = (steps: unknown, usual: number): number => (typeof steps === 'number' ? steps : usual) + 1;
