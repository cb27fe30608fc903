import { drawHeatmap, heatmapPixels, type CanvasLike } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';

const maps = { data: Float32Array.of(2, 0, -2, 1, 0, 0, 0, -4), shape: [2, 2, 2, 1] };
const images = { data: Uint8Array.of(255, 255, 0, 0, 10, 20, 30, 40), shape: [2, 2, 2, 1] };
const pixel = (data: Uint8ClampedArray, i: number): number[] => [...data.slice(4 * i, 4 * i + 4)];

/** A canvas that keeps what is put on it. */
const canvas = (): CanvasLike & {
  drawn?: { readonly data: Uint8ClampedArray; readonly x: number; readonly y: number };
} => ({
  width: 300,
  height: 150,
  getContext() {
    return {
      createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
      putImageData: ({ data }, x, y) => {
        this.drawn = { data, x, y };
      },
    };
  },
});

test('a picture a map: full red at its largest relevance, full blue against, opaque white at 0', () => {
  const [first, second] = heatmapPixels(maps, { scale: 1 });
  expect([0, 1, 2].map((i) => pixel(first.data, i))).toEqual([
    [116, 5, 32, 255],
    [255, 255, 255, 255],
    [11, 47, 107, 255],
  ]);
  expect(pixel(second.data, 3)).toEqual([11, 47, 107, 255]);
});

test('each pixel is repeated, and a limit fixes the scale', () => {
  const [first] = heatmapPixels(maps, { scale: 3, limit: 4 });
  expect([first.width, first.height, first.data.length]).toEqual([6, 6, 144]);
  expect(pixel(first.data, 0)).toEqual(pixel(first.data, 2 * 6 + 2));
  expect(pixel(first.data, 0)).not.toEqual([116, 5, 32, 255]);
});

test('over images, no relevance shows the image', () => {
  const [, second] = heatmapPixels(maps, { scale: 1, images });
  expect(pixel(second.data, 1)).toEqual([20, 20, 20, 255]);
});

test('a canvas takes the size of the picture and shows the map asked for', () => {
  const screen = canvas();
  drawHeatmap(screen, maps, { scale: 2, index: 1 });
  expect([screen.width, screen.height, screen.drawn?.x, screen.drawn?.y]).toEqual([4, 4, 0, 0]);
  expect(screen.drawn?.data).toEqual(heatmapPixels(maps, { scale: 2 })[1].data);
});

test('what cannot be drawn is refused, and the canvas stays as it is', async () => {
  const screen = canvas();
  expect(await refusal(() => drawHeatmap(screen, maps, { index: 2 }))).toBe('bad-option');
  expect(await refusal(() => drawHeatmap(screen, { ...maps, shape: [8] }))).toBe('bad-shape');
  expect(await refusal(() => drawHeatmap(screen, maps, { images: { ...images, shape: [1, 2, 4, 1] } }))).toBe(
    'bad-shape',
  );
  expect(await refusal(() => drawHeatmap({ ...screen, getContext: () => null }, maps))).toBe('bad-option');
  expect([screen.width, screen.drawn]).toEqual([300, undefined]);
});
