/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '5b13683790ace45b480a67890fccbeb2270f8f5396201df1c2188ffd69852ccf';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 169744, sha256: '01c262a9441cad27107684213b75a5fc9ff8321de3af999ed4afe70add72ed13' },
  'linux-arm64': { bytes: 63032, sha256: '16f8aadf0bdaf86a25f9a9f6ac00f81263112fc7ca9756eeb54e7411035c3437' },
  'darwin-x64': { bytes: 181612, sha256: '474375d5d0824d34e9382bc81c51c2288bb9186670b0f7905e9c6b4732285929' },
  'darwin-arm64': { bytes: 100616, sha256: '30c3fd8eb3cbaddb3fb7daa18529f74a593432eda80273ce2b5eea16adbfe87f' },
  'win32-x64': { bytes: 181760, sha256: 'cd59d81c1cbb14e002fce89e4ca40eaebdf70493ebc4bce9be364d6d89a13324' },
};
