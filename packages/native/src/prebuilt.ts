/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = 'be5009b0744266abf0f5f53fb989acb7f7adddf0ac7dc78d88c39c21820cadb0';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 157352, sha256: 'f81b594a4503be8a6870c9c87694e19f25b948c63a4b6e3fb104ddd8ff540a43' },
  'linux-arm64': { bytes: 53408, sha256: 'a67d06b05f620748d21848401f4e8103d21530ab09088dc37e64b96fbadd9752' },
  'darwin-x64': { bytes: 161132, sha256: '4bb7b2588ee6ae1ec2c12204ac22f9cac6828b4f3dfe78f100cd960d0d9183da' },
  'darwin-arm64': { bytes: 100616, sha256: '408166f6e7ddb02d5875d31fe531f9396aacede554efe06c56dc191e65b314df' },
  'win32-x64': { bytes: 163328, sha256: '3348f7bd2202242f68bfd916809ef719aa864441d54f375544f8bc02b3947085' },
};
