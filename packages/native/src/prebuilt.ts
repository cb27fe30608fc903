/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '2ae1c6090acb99bcada99aeabd751c7aad9f51a84982126111e3407ecdd16aae';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 153368, sha256: '1ff402b17faa1d9a7c3133347fc4ebf73ba947968c2be2040fc59c4a549c038a' },
  'linux-arm64': { bytes: 50640, sha256: 'd1d3b44958afa89de8404ce25ec3477c4cb5d0c8e7dc2f9c4489e64e44e9e9bc' },
  'darwin-x64': { bytes: 165228, sha256: '02f8c60e9a80d7ce38943c4f33473bb30d3063af138518d0d48545e240fdbd10' },
  'darwin-arm64': { bytes: 100616, sha256: '89692cdb64e26bb0fbbe9e0b3758454dd0c3fb5271261b5ea3369be7c1c31616' },
  'win32-x64': { bytes: 158720, sha256: '6f34bb878ccb7aaf98fcaaaf6938f73965f059e48e8c0fc110bb525d4ca9eeb2' },
};
