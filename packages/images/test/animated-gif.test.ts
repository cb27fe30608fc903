import sharp from 'sharp';
import { refusal } from '@interp/testing/refusal';
import { animatedGif } from '../src/node/index.js';

const png = async (grey: number, width = 4, height = 3): Promise<Uint8Array> =>
  sharp(Buffer.alloc(width * height, grey), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();

test('frames come back in order, each as long as asked for, for ever', async () => {
  const greys = [0, 120, 255];
  const gif = await animatedGif(await Promise.all(greys.map((grey) => png(grey))), { delay: [100, 200, 900] });
  expect(await sharp(gif, { animated: true }).metadata()).toMatchObject({
    format: 'gif',
    pages: 3,
    width: 4,
    pageHeight: 3,
    delay: [100, 200, 900],
    loop: 0,
  });
  for (const [page, grey] of greys.entries()) {
    const { data, info } = await sharp(gif, { page }).raw().toBuffer({ resolveWithObject: true });
    expect(Math.abs(data[0] - grey)).toBeLessThan(8);
    expect([info.width, info.height]).toEqual([4, 3]);
  }
});

test('one delay is that of all frames, by default half a second; a frame alone is a picture', async () => {
  const frames = [await png(0), await png(9)];
  expect((await sharp(await animatedGif(frames), { animated: true }).metadata()).delay).toEqual([500, 500]);
  expect((await sharp(await animatedGif(frames, { delay: 40 }), { animated: true }).metadata()).delay).toEqual([
    40, 40,
  ]);
  expect((await sharp(await animatedGif([frames[0]])).metadata()).format).toBe('gif');
});

test('bytes of a part of a buffer are read as that part', async () => {
  const frame = await png(200);
  const longer = new Uint8Array(frame.length + 20);
  longer.set(frame, 10);
  const whole = await animatedGif([frame, frame]);
  const part = longer.subarray(10, 10 + frame.length);
  expect(Buffer.compare(await animatedGif([part, part]), whole)).toBe(0);
});

test.each([
  ['no frames', () => [], undefined, 'bad-shape'],
  ['another size', async () => [await png(0), await png(0, 5)], undefined, 'bad-shape'],
  ['no picture', () => [Uint8Array.of(1, 2, 3)], undefined, 'bad-file'],
  ['no bytes', () => ['a.png'], undefined, 'bad-option'],
  ['no list', () => null, undefined, 'bad-option'],
  ['too few delays', async () => [await png(0), await png(0)], { delay: [100] }, 'bad-option'],
  ['a delay of nothing', async () => [await png(0)], { delay: 0 }, 'bad-option'],
  ['one colour', async () => [await png(0)], { colours: 1 }, 'bad-option'],
])('%s: refused', async (_, frames, options, code) => {
  const given = (await frames()) as Uint8Array[];
  expect(await refusal(() => animatedGif(given, options))).toBe(code);
});
