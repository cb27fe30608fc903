/** Fill and outline of the nodes of diagrams. */
export interface Tint {
  /** Fill, pale. */
  readonly fill: string;
  /** Outline. */
  readonly line: string;
}

/** The colours of diagrams, distinguishable with common colour vision deficiencies. */
export const tints = {
  green: { fill: '#dcf2ea', line: '#009e73' },
  blue: { fill: '#dcebf6', line: '#0072b2' },
  red: { fill: '#fae3d5', line: '#d55e00' },
  yellow: { fill: '#fdf2d9', line: '#b97e00' },
  violet: { fill: '#e9e1f1', line: '#7a4fa3' },
  grey: { fill: '#f0f2f4', line: '#8a8f98' },
} as const satisfies Record<string, Tint>;
