/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '43ae07171f2fc63370f7c35d2da7306cf3a8650e89663f35c1a2e4d52adc5c02';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 170368, sha256: 'bd256e35d1700f2cb6373a32f2f5775519f209f7b94bd37a6e661d7d6780f43e' },
  'linux-arm64': { bytes: 63432, sha256: '294822bbc79fc1e8621e86b63d459d58878ed8dd08f050fae6141dbc9006d870' },
  'darwin-x64': { bytes: 181612, sha256: '97d2bdf6c0e2a74928429470666974d27a4413886daece8cea4ed6edb860dea2' },
  'darwin-arm64': { bytes: 100616, sha256: 'a2b2a4bb4b684ad49455d893caf5bff670137ab9b15b517e8dc7bb10dd443c06' },
  'win32-x64': { bytes: 182784, sha256: 'a1e9b1b58a30e3897f71a8c2d27c29c8dba799c576cb317af23e871e3eee7ec3' },
};
