// Digits as strokes, in shares of the canvas.

/** The strokes of a drawn digit, or of a letter that is none, each a list of places. */
export const strokesOf = {
  1: [
    [
      [0.5, 0.16],
      [0.5, 0.5],
      [0.5, 0.84],
    ],
  ],
  M: [
    [
      [0.15, 0.85],
      [0.25, 0.15],
      [0.5, 0.6],
      [0.75, 0.15],
      [0.85, 0.85],
    ],
  ],
  5: [
    [
      [0.7, 0.16],
      [0.36, 0.16],
      [0.34, 0.46],
      [0.58, 0.44],
      [0.7, 0.6],
      [0.6, 0.8],
      [0.32, 0.84],
    ],
  ],
};

/** Places along a stroke, `steps` between each two that it is given by. */
export const along = (stroke, steps) =>
  stroke.flatMap(([x, y], i) => {
    const [toX, toY] = stroke[i + 1] ?? [x, y];
    const count = i + 1 < stroke.length ? steps : 1;
    return Array.from({ length: count }, (_, k) => [x + ((toX - x) * k) / steps, y + ((toY - y) * k) / steps]);
  });
