import type { Rgba } from '../pictures.js';

const side = 224;

/** A picture in colours, drawn by code: a red ball and a house under a blue sky. */
export const scene = (): Rgba => {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  const isRoof = (x: number, y: number): boolean => y >= 70 && y < 115 && Math.abs(x - 80) < (y - 70) * 1.2;
  const isWall = (x: number, y: number): boolean => y >= 115 && y < 180 && x >= 40 && x < 120;
  const isDoor = (x: number, y: number): boolean => y >= 140 && y < 180 && x >= 70 && x < 92;
  const ball = (x: number, y: number): number => 1 - Math.hypot(x - 168, y - 152) / 34;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const shade = ball(x, y);
      const light = Math.max(0.3, 1 - Math.hypot(x - 156, y - 140) / 60);
      let colour = y < 175 ? [120 + y / 2, 170 + y / 4, 240] : [90, 150 - (y - 175) / 2, 60];
      if (isRoof(x, y)) colour = [140, 60, 40];
      if (isWall(x, y)) colour = isDoor(x, y) ? [70, 50, 40] : [225, 205, 165];
      if (shade > 0) colour = [230 * light + 20, 40 * light, 40 * light];
      data.set(colour, 4 * (y * side + x));
    }
  return { width: side, height: side, data };
};
