import { tryRefusal } from '@interp/testing/refusal';

/** What Jest has for ES modules, and its types have not. */
const { jest } = import.meta as unknown as {
  jest: { unstable_mockModule(name: string, make: () => object): void };
};

test('where sharp does not load, the package loads, and pictures are refused in one sentence', async () => {
  jest.unstable_mockModule('sharp', () => {
    throw new Error('Could not load the "sharp" module using the linux-x64 runtime\nERR_DLOPEN_DISABLED: no addons.');
  });
  const { animatedGif, decodePicture } = await import('../src/node/index.js');
  const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
  for (const needs of [() => decodePicture(picture), () => animatedGif([picture])])
    expect(await tryRefusal(needs)).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(
        'sharp, which reads and writes pictures, does not load (ERR_DLOPEN_DISABLED)',
      ) as string,
    });
});
