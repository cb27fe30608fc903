/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '8a32737f94c88cddad9315d11cf8520e3b1d8ceffc4e17e5c1d490916233bc23';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 169776, sha256: 'cf6b640705b69faa2213218d138b0474dd475e882f7475eb97b4fc5bb57c5f06' },
  'linux-arm64': { bytes: 63976, sha256: 'bb3a6d498255e6897c5533ca37be920bae25ccfae20d46262f914d863734bdc8' },
  'darwin-x64': { bytes: 181612, sha256: '11664f69c6483d89cc228f5b41b032b96dabe62d18c0ca5f60ba1830f9e9d91d' },
  'darwin-arm64': { bytes: 100616, sha256: '61e5200de7f86ac473ee7414ce2aeec1f276e6260c35818d3f498f87a91dffb3' },
  'win32-x64': { bytes: 182784, sha256: 'd1e9db9c790fc22004bfc1778c9621930867c1ce2707412f18ac85f48222270c' },
};
