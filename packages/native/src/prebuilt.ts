/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '3217e8cdd74588b5b64a974cb5aba52c890c80556f4a16e3b6cc8bfbe8e221b4';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 169632, sha256: 'de789b237a5f23dd6e0ffd06e42e1c0ce7298d4d22f06df4ea58e72bf0a339a5' },
  'linux-arm64': { bytes: 64216, sha256: '2b512b2264dc1d6b27379b0713d4c1b4665815d28c6a6292f3961d86cd3423e3' },
  'darwin-x64': { bytes: 181612, sha256: 'a61eec28420858e83b863ab65211349e9f250c92d309def074b224ab5e235068' },
  'darwin-arm64': { bytes: 100616, sha256: '593095c7f951b54e14f6b90ec2830214240b8688dce7d698129f9c226b1d9d07' },
  'win32-x64': { bytes: 181248, sha256: '2ab55a4e1809e7b5dfaa262ba71b8c7efe8f6f7d98b8b944b0a29a6b7185a2a2' },
};
