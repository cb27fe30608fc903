import { readFileSync } from 'node:fs';
import { cutText, wrapText } from '../src/svg/text.js';
import { fontWidths } from '../src/svg/font-widths.js';
import { textWidth } from '../src/svg/text.js';
import { drawn } from './pictures.js';
import { advanceWidths } from './truetype.js';

it.each([
  ['regular', 'Regular'],
  ['semiBold', 'SemiBold'],
] as const)('the table of %s is that of the font file', (weight, file) => {
  const advance = advanceWidths(readFileSync(new URL(`../fonts/Inter-${file}.ttf`, import.meta.url)));
  for (const [first, widths] of fontWidths[weight])
    expect(widths).toEqual(widths.map((_, i) => Math.round(1000 * advance(first + i))));
});

it('agrees with what is drawn', () => {
  const line = 'Integrated gradients, α = 2, β = 1, P 0.998';
  for (const weight of [400, 600] as const) {
    const picture = drawn(
      `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="40"><rect width="600" height="40" fill="#fff"/>` +
        `<text x="0" y="25" font-size="20" font-weight="${weight}" font-family="Inter">${line}</text></svg>`,
    );
    let right = 0;
    for (let x = 0; x < 600; x++) for (let y = 0; y < 40; y++) if (picture.at(x, y)[0] < 128) right = x;
    expect(Math.abs(textWidth(line, 20, weight) - right)).toBeLessThan(10);
  }
});

it('cuts only what is too wide', () => {
  expect(cutText('short', 100, 12)).toBe('short');
  const cut = cutText('a sentence that goes on', 60, 12);
  expect(cut).toMatch(/^a sente.*…$/);
  expect(textWidth(cut, 12)).toBeLessThanOrEqual(60);
  expect(cutText('🔬🔬🔬🔬', 40, 12)).toBe('🔬🔬…');
});

it('wraps between words', () => {
  expect(wrapText('one two three', 50, 12)).toEqual(['one two', 'three']);
  expect(wrapText('  unbreakable  ', 5, 12)).toEqual(['unbreakable']);
  expect(wrapText(' \n ', 50, 12)).toEqual([]);
});
