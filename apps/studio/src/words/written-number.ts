import type { languages } from '../state/studio-state.js';

/** How a language writes numbers: what stands between thousands, from how many digits on, and what before decimals. */
const marks = {
  en: { thousands: ',', from: 4, decimals: '.' },
  es: { thousands: '.', from: 5, decimals: ',' },
} as const satisfies Record<(typeof languages)[number], object>;

/** A number with so many decimals as a language writes it, just as `Intl.NumberFormat` does: to make the first of those takes tens of milliseconds. */
export const writtenNumber = (language: keyof typeof marks, value: number, digits: number): string => {
  const { thousands, from, decimals } = marks[language];
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.toFixed(digits)) ?? [];
  // What is no number, not finite, or beyond 1e21.
  if (whole === undefined) return Number.isFinite(value) ? value.toExponential(digits) : String(value);
  const grouped = whole.length < from ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, thousands);
  return sign + grouped + (part === '' ? '' : decimals + part);
};
