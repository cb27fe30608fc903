type Point = readonly [x: number, y: number];

/** What {@link slowPicture} is told; nothing has a default. */
export interface SlowGeometry {
  readonly length: number;
  readonly thickness: number;
  readonly slant: number;
  readonly shift: readonly [right: number, down: number];
}

/** Ends of the middle line of each segment, in lengths of a segment from the middle of the digit, y upwards. */
const lines: Readonly<Record<string, readonly [Point, Point]>> = {
  a: [
    [-0.5, 1],
    [0.5, 1],
  ],
  b: [
    [0.5, 0],
    [0.5, 1],
  ],
  c: [
    [0.5, -1],
    [0.5, 0],
  ],
  d: [
    [-0.5, -1],
    [0.5, -1],
  ],
  e: [
    [-0.5, -1],
    [-0.5, 0],
  ],
  f: [
    [-0.5, 0],
    [-0.5, 1],
  ],
  g: [
    [-0.5, 0],
    [0.5, 0],
  ],
};

/** The four corners of a segment in an image of 28 × 28, y downwards. */
const corners = (letter: string, { length, thickness, slant, shift }: SlowGeometry): Point[] => {
  const [[x0, y0], [x1, y1]] = lines[letter];
  const half = thickness / 2;
  const place = (x: number, y: number): Point => [14 + shift[0] + x + slant * y, 14 + shift[1] - y];
  return [
    place(x0 * length - half, y0 * length - half),
    place(x1 * length + half, y0 * length - half),
    place(x1 * length + half, y1 * length + half),
    place(x0 * length - half, y1 * length + half),
  ];
};

/** By the crossings of a ray to the right. */
const inPolygon = ([px, py]: Point, polygon: readonly Point[]): boolean =>
  polygon.reduce((inside, [x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length];
    return y0 > py !== y1 > py && px < ((x1 - x0) * (py - y0)) / (y1 - y0) + x0 ? !inside : inside;
  }, false);

/** The part of the points of a fine grid in each pixel that lie in any of the lit segments. */
export const slowPicture = (segments: string, geometry: SlowGeometry, grid = 12): number[] => {
  const polygons = Array.from(segments, (letter) => corners(letter, geometry));
  return Array.from({ length: 28 * 28 }, (_, pixel) => {
    let inside = 0;
    for (let sample = 0; sample < grid * grid; sample++) {
      const point: Point = [
        (pixel % 28) + ((sample % grid) + 0.5) / grid,
        Math.floor(pixel / 28) + (Math.floor(sample / grid) + 0.5) / grid,
      ];
      if (polygons.some((polygon) => inPolygon(point, polygon))) inside++;
    }
    return inside / grid ** 2;
  });
};

/** Some states to compare: nothing, a segment, several, all. */
export const someSegments: readonly string[] = ['', 'a', 'e', 'bfg', 'acd', 'abdeg', 'abcdefg'];
