import type { conv2DGeometry } from '../../kernels/convolution/conv2d-geometry.js';
import type { Shader } from './shader.js';

/** The names of the numbers that say how windows lie on images, for programs. */
export const windowNumbers = [
  ...['inHeight', 'inWidth', 'inChannels', 'outHeight', 'outWidth', 'outChannels', 'filterHeight', 'filterWidth'],
  ...['strideHeight', 'strideWidth', 'dilationHeight', 'dilationWidth', 'top', 'left'],
];

/**
 * Those numbers.
 *
 * @param info - of a convolution or a pooling
 * @returns them by their names
 */
export const windowsOf = ({
  padInfo,
  ...info
}: ReturnType<typeof conv2DGeometry>): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(windowNumbers.map((name) => [name, (info as unknown as Record<string, number>)[name]])),
  top: padInfo.top,
  left: padInfo.left,
});

/**
 * Functions of programs. `pixelUnder(place, tap)` is the pixel that the cell `tap` of the window `place` lies on, and `windowOver(pixel, tap)` the window whose cell `tap`
 * lies on a pixel; both count over all images, and are -1 where there is none.
 */
export const windowFunctions = `
fn pixelUnder(place : i32, tap : i32) -> i32 {
  let line = place / uniforms.outWidth;
  let image = line / uniforms.outHeight;
  let row = (line - image * uniforms.outHeight) * uniforms.strideHeight + tap / uniforms.filterWidth * uniforms.dilationHeight - uniforms.top;
  let column = (place - line * uniforms.outWidth) * uniforms.strideWidth + tap % uniforms.filterWidth * uniforms.dilationWidth - uniforms.left;
  if (row < 0 || row >= uniforms.inHeight || column < 0 || column >= uniforms.inWidth) { return -1; }
  return (image * uniforms.inHeight + row) * uniforms.inWidth + column;
}
fn windowOver(pixel : i32, tap : i32) -> i32 {
  let line = pixel / uniforms.inWidth;
  let image = line / uniforms.inHeight;
  let down = line - image * uniforms.inHeight + uniforms.top - tap / uniforms.filterWidth * uniforms.dilationHeight;
  let across = pixel - line * uniforms.inWidth + uniforms.left - tap % uniforms.filterWidth * uniforms.dilationWidth;
  if (down < 0 || across < 0 || down % uniforms.strideHeight != 0 || across % uniforms.strideWidth != 0) { return -1; }
  let row = down / uniforms.strideHeight;
  let column = across / uniforms.strideWidth;
  if (row >= uniforms.outHeight || column >= uniforms.outWidth) { return -1; }
  return (image * uniforms.outHeight + row) * uniforms.outWidth + column;
}`;

/**
 * A program with one thread for each channel of each place of images, `uniforms.count` in all.
 *
 * @param name - its name
 * @param inputs - what its inputs are called
 * @param place - what the place is called, a pixel of the images or a window over them
 * @param code - WGSL: what a thread does, given `index`, `channel`, the place, `taps`, the cells of a window, and {@link windowFunctions}
 * @returns the program
 */
export const overChannels = (name: string, inputs: readonly string[], place: string, code: string): Shader => ({
  name,
  inputs,
  integers: ['count', ...windowNumbers],
  code: `${windowFunctions}
fn main(index : i32) {
  if (index >= uniforms.count) { return; }
  let channel = index % uniforms.inChannels;
  let ${place} = index / uniforms.inChannels;
  let taps = uniforms.filterHeight * uniforms.filterWidth;${code}
}`,
});
