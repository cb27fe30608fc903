/** Fonts, colours and sizes (in pixels) that all pictures share. */
export const theme = {
  fontFamily: "Inter, 'Helvetica Neue', Arial, sans-serif",
  background: '#ffffff',
  ink: '#1f2328',
  mutedInk: '#59636e',
  frame: '#c8ced6',
  gridLine: '#e6e9ed',
  padding: 16,
  titleSize: 16,
  labelSize: 12,
  lineHeight: 16,
} as const;

/**
 * Colours of series: those of Okabe and Ito, distinguishable with common colour vision deficiencies, without
 * the palest and with three darker ones.
 *
 * Source: M. Okabe, K. Ito, Color Universal Design, 2008.
 */
export const seriesColours: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#000000',
  '#7a4fa3',
  '#8c6d31',
  '#8a8f98',
];
