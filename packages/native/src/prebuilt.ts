/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '91a6e3d56753ec2396621d2e27f16c1547ba9b39b5158b5a0e2ebd55f37fd7fb';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 170304, sha256: 'd802131c4ddd24187d1c04b9414e73f4a3408a32ed9b820f62d19ae40250b544' },
  'linux-arm64': { bytes: 61496, sha256: '6b14970982cc24907cbaa44651a7514c1da48be4f0793f857326bb5a95cfb635' },
  'darwin-x64': { bytes: 181612, sha256: 'b724bbc95698f614ce38a5c4e0702ab52bb705d164cc280cc647fd50547e88b8' },
  'darwin-arm64': { bytes: 100616, sha256: 'f33d80e40c781ecae3fcdf74d89884722beb58de452a23956e01863bf2a7ea5c' },
  'win32-x64': { bytes: 181248, sha256: 'de3a0901f044f9a4622bdfaba73612d607d2d2bad79a7f0377129e2c02459742' },
};
