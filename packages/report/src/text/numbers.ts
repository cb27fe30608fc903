const raised = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** A probability with four decimals; `> 0.9999` if nearer to 1. */
export const probability = (p: number): string => (p > 0.9999 ? '> 0.9999' : p.toFixed(4));

/** The least of some probabilities: `P ≥ 0.9983`. */
export const atLeast = (p: number): string => `P ${p > 0.9999 ? '' : '≥ '}${probability(p)}`;

/** A fraction as a percentage with one decimal. */
export const percentage = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** A fraction as a percentage with two decimals. */
export const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

/** A number with a given number of decimals, a minus sign and thousands separators: `−2,360.5`. */
export const decimal = (value: number, digits = 0): string =>
  value
    .toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace(/^-/, '−')
    .replace(/^−(?=[0.,]*$)/, '');

/** A number with its sign. */
export const signed = (value: number, digits = 1): string => (value < 0 ? '' : '+') + decimal(value, digits);

/** An integer as superscript: `⁻⁸`. */
export const superscript = (value: number): string =>
  String(value)
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => raised[Number(digit)]);

/** A number with three significant digits, a very small one as `4.54·10⁻⁸`. */
export const short = (value: number): string => {
  if (value === 0 || Math.abs(value) >= 1e-3) return String(Number(value.toPrecision(3))).replace('-', '−');
  const [factor, exponent] = value.toExponential(2).split('e');
  return `${factor.replace('-', '−')}·10${superscript(Number(exponent))}`;
};

/** A number with four significant digits. */
export const brief = (value: number): string => String(Number(value.toPrecision(4)));

/** A time for people: `0.4 s`, `12 s`, `3 min 05 s`. */
export const duration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
};
