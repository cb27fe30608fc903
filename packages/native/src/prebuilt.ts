/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '2461aa472d56edb94ff12261cad2ba78f2a82f7c01e53ac8e8ec06d0da8ac7f9';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 168624, sha256: '24bae4d5dc2e94196115ba5d81edbc7b9a7e2ae8eaf43d96870cd9eed7bebc34' },
  'linux-arm64': { bytes: 62680, sha256: '7365c33e9d45f3879406f86b5d010a2528169207103aa36f69d9e5e54f358bd3' },
  'darwin-x64': { bytes: 181612, sha256: 'f118bd8db8cd2eb3b76727c106df64aa328f9a5f7311a3747ca84fc879e4e762' },
  'darwin-arm64': { bytes: 100616, sha256: 'e1017cf09199037569efef6bb01c94814026cdc040613c7fc3690969af42fd13' },
  'win32-x64': { bytes: 180224, sha256: '6ca8058ba9d32d3e32de9cdd0331b52c2b4f6feebe8e570a4cefd8863b14ea01' },
};
