/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '285300410b7f16b8dd159311dccf0822d55da0b589a7db7fbc7626b53e0916ce';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
  'linux-x64': { bytes: 170480, sha256: 'c8666b15088fbccab78bf8d131f1feaf318d4cd9498c0e110f84a7a5bf13174c' },
  'linux-arm64': { bytes: 63720, sha256: 'edc158612dba701769cb9718812c3e1d5c42cde642d7ec775919b3883baa229e' },
  'darwin-x64': { bytes: 181612, sha256: 'bdaec8c39c51fbc7b02854b8c4f8fcc1cab5a4223d0c61273df2ccc454c0b615' },
  'darwin-arm64': { bytes: 100616, sha256: 'df58efc0a7b39242b665cb89cdc6bbb33b4b76dca322ffc6c467aab950ef3364' },
  'win32-x64': { bytes: 182272, sha256: '30716e81becf250c7450ad9874d17c5565bb745289ead7235607a61563259514' },
};
