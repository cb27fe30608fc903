/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '56e34e5a882be4fe283772b891cdc5714b58edf4e576234f83eab74dd198c14b';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 170512, sha256: 'cb6b2a144bb6d340368ef464f89fc9d29c8e0a87cdccbe2d175e6eb89502d7b9' },
  'linux-arm64': { bytes: 63480, sha256: 'fdb0f5ff2cdcf15738df90341c4a384bb903f5f27008dbc54d6509a8975ed7ce' },
  'darwin-x64': { bytes: 181612, sha256: 'b9ff8894947e3cfaa7113070c71930a43c6bddcc1085c487883797a74d5f4c6b' },
  'darwin-arm64': { bytes: 100616, sha256: 'c22777a595d5f050fc8f843579a8cf5ffd84b0687b47f0712cd2f1299b3d225e' },
  'win32-x64': { bytes: 183296, sha256: '08e1483b52747a5ad75685cad7a14d70764af8b2e64f340942490cf281221288' },
};
