/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '8defedcbeaa7304779a6216eaf296c53cff3c881fb9dc8441873eb3129f9d323';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 170112, sha256: 'd3fcb85bf32926ad47d3fa4ed5cdbc3d8d21854e94aee816be8c270f84bdf57c' },
  'linux-arm64': { bytes: 63272, sha256: '96cd519a54cef21f6ab7ec9d43f736d743cf17a975be097d109a64fe7b812ed5' },
  'darwin-x64': { bytes: 181612, sha256: '77c3c4f3007a5629ab53632e2f457e7bcd85bd5ee5737a69f5c585453ad27f2d' },
  'darwin-arm64': { bytes: 100616, sha256: '5f6feacd6e702b6caeb7055e5ae907193667711ea653c06455200681cecb402c' },
  'win32-x64': { bytes: 182784, sha256: '54457267943d3e062a3a20335b9a8530472eb72e8951d5b649498202f3dc2353' },
};
