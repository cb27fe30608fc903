/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '1ec8d83125151f9c849b9499606652f52f504be59fe2f7f68b0404708428b8fa';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 169744, sha256: '2d2dcc296117d828b8fca22405a343967946e9dae3460c5ac009c508e9796942' },
  'linux-arm64': { bytes: 63032, sha256: 'a9db9432c5a89cb867558b3f4bba69f0fd34481b6e9bd0f4e0610ea476e9ea8a' },
  'darwin-x64': { bytes: 181612, sha256: '1659b797ecfc1354e585603cef22ac916237613c1d0a2c79ef28b7e69858ceae' },
  'darwin-arm64': { bytes: 100616, sha256: '31a9a125ea2bbf65d053b3c22cfaf1ca84264da76c68a8ced36dcc4577b4bc94' },
  'win32-x64': { bytes: 181760, sha256: '210fcee14d408a827f430fa368e3287895d02301fe65691908ff6bbff60becac' },
};
