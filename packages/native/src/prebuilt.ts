/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = 'c69dc679f787854d2f7b1948184792eea04b9621ba6c8291cffdae439e0e3b5d';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 169632, sha256: '231574e0ad08cd358f92a8e290174f8e69f11ea61a3b5c49e933d74b6074dccb' },
  'linux-arm64': { bytes: 64216, sha256: '9dfc31a87bb8ae298c8d6a2e50f7a0764cb5d32c829c8d4701d08fc0e74abb13' },
  'darwin-x64': { bytes: 181612, sha256: 'f70a55d2a8d4b1fcac0bb60091cdad039a083bba6d2e57a4e8eceae9907d2dba' },
  'darwin-arm64': { bytes: 100616, sha256: 'c8b00c1ff75319d3e38e398c5b54d36be16aeaef825bff94a30c17a243d030f4' },
  'win32-x64': { bytes: 181248, sha256: '9e3a7dd0ae1c216316aeda17c2fed37a534ed193feb96144d3fd9e1394543be5' },
};
