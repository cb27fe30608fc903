/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = 'e60b2004a1da67fa86f271a965dfb5c78bfb022b874b3abaedf8e5eca13c6161';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 161408, sha256: '3182ca98228b88d073bd18885ac5dc3e2a60be2a6ae2efe6c3e106d9c5664da6' },
  'linux-arm64': { bytes: 57208, sha256: 'f0423f791bf28241297fa55381b7e225dcb147459c54160901c4a75fda4410e4' },
  'darwin-x64': { bytes: 173420, sha256: '36e5904984a4968773cfe1484072e075dd97ae34ec2b6b7caa5444cbeb74167c' },
  'darwin-arm64': { bytes: 100616, sha256: '83f1ab3a58c2ff5232f8df9e63339395eb4aeedf79f11fddc0cf043417d4fdca' },
  'win32-x64': { bytes: 169984, sha256: 'c7e9381c18c370ebf7de900bd6ca03a2b22a19e5924a1524fb93a56a34e7d24d' },
};
