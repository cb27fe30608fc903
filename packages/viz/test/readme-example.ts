import { writeFile } from 'node:fs/promises';
import { heatmapGrid } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';

// Four images of 28 × 28 pixels, and for each the relevance of every pixel: for (+) or against (−) a class.
const shape = [4, 28, 28, 1];
const images = new Float32Array(4 * 28 * 28);
const relevance = new Float32Array(4 * 28 * 28);
for (let i = 0; i < images.length; i++) {
  const [image, y, x] = [Math.floor(i / 784), Math.floor(i / 28) % 28, i % 28];
  const distance = Math.hypot(x - 13.5, y - 13.5) - 4 - 2 * image;
  images[i] = Math.abs(distance) < 1.5 ? 1 : -1;
  relevance[i] = Math.exp(-(distance ** 2) / 4) * Math.sign(x - 13.5);
}

const svg = heatmapGrid(
  [
    { title: 'Input', images: { data: images, shape, range: [-1, 1] } },
    { title: 'Relevance', maps: { data: relevance, shape }, captions: ['P 0.98', 'P 0.99', 'P 0.97', 'P 1.00'] },
  ],
  { title: 'Four rings and what speaks for them', itemTitles: ['small', 'medium', 'large', 'huge'] },
);
await writeFile('rings.svg', svg);
await writeFile('rings.png', svgToPng(svg, { scale: 2 }));
