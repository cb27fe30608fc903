import { ansiPreview, type AnsiPreviewOptions, type ImageBatch } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';

const escape = '\u001b';
const plain = (text: string): string => text.replaceAll(new RegExp(`${escape}\\[[\\d;]*m`, 'g'), '');
const batch = (n: number, height: number, width: number): ImageBatch => ({
  data: Uint8Array.from({ length: n * height * width }, (_, i) => (i * 29) % 256),
  shape: [n, height, width, 1],
});

/** Reads a preview of one image back into greys: what each half of each character shows. */
const greysOf = (preview: string, width: number): (number | undefined)[][] =>
  preview
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const rows: (number | undefined)[][] = [[], []];
      let shown: (number | undefined)[] = [];
      for (const [, codes, block] of line.matchAll(/\u001b\[([\d;]*)m|(▀)/g)) {
        if (block) rows.forEach((row, i) => row.push(shown[i]));
        else if (codes !== '0') {
          const found = /^38;2;(\d+);\1;\1;(?:48;2;(\d+);\2;\2|49)$/.exec(codes)!;
          shown = [Number(found[1]), found[2] === undefined ? undefined : Number(found[2])];
        }
      }
      expect(rows[0]).toHaveLength(width);
      return rows;
    });

it.each([
  [4, 6],
  [5, 3],
  [28, 28],
])('shows every pixel of %i by %i in its grey', (height, width) => {
  const images = batch(1, height, width);
  const rows = greysOf(ansiPreview(images), width);
  expect(rows).toHaveLength(2 * Math.ceil(height / 2));
  for (let y = 0; y < height; y++)
    expect(rows[y]).toEqual(Array.from(images.data.subarray(y * width, (y + 1) * width)));
  if (height % 2) expect(rows[height]).toEqual(Array(width).fill(undefined));
});

it('averages blocks when shrunk', () => {
  const images = { data: Uint8Array.of(0, 100, 8, 100, 200, 8), shape: [1, 2, 3, 1] };
  expect(greysOf(ansiPreview(images, { shrink: 2 }), 2)).toEqual([
    [100, 8],
    [undefined, undefined],
  ]);
});

it('fits the terminal and writes captions under the images', () => {
  const preview = plain(
    ansiPreview(batch(5, 4, 10), { width: 34, captions: ['one', 'two', '3', '4', 'far too long a text'] }),
  );
  expect(preview.split('\n')).toEqual([
    ...Array<string>(2).fill([0, 1, 2].map(() => '▀'.repeat(10)).join('  ')),
    'one         two         3',
    '',
    ...Array<string>(2).fill(['▀'.repeat(10), '▀'.repeat(10)].join('  ')),
    '4           far too lo',
    '',
  ]);
});

it('has 26 greys on older terminals', () => {
  const ramp = { data: Uint8Array.of(0, 255, 10, 245, 128, 128), shape: [1, 2, 3, 1] };
  expect(ansiPreview(ramp, { colours: '256' })).toBe(
    `${escape}[38;5;16;48;5;255m▀${escape}[38;5;231;48;5;244m▀${escape}[38;5;232;48;5;244m▀${escape}[0m\n`,
  );
});

it('shows colours as greys', () => {
  expect(ansiPreview({ data: Uint8Array.of(255, 0, 0), shape: [1, 1, 1, 3] })).toContain('38;2;76;76;76');
});

it('lets no control character of a caption through', () => {
  expect(plain(ansiPreview(batch(1, 2, 8), { captions: [`${escape}[31mx\n`] }))).toBe(`${'▀'.repeat(8)}\n [31mx\n`);
});

it.each<[string, string, AnsiPreviewOptions]>([
  ['width 0', 'bad-option', { width: 0 }],
  ['half a shrink', 'bad-option', { shrink: 0.5 }],
  ['other colours', 'bad-option', { colours: '16' as '256' }],
  ['too few captions', 'bad-option', { captions: [] }],
])('refuses %s: %s', async (_, code, options) => {
  expect(await refusal(() => ansiPreview(batch(1, 2, 2), options))).toBe(code);
});
