// Writes a file of as many bytes as asked for, and says how it went.
import { writeFileAtomic } from '../../src/node/write-file-atomic.js';

const [file = '', bytes = '0'] = process.argv.slice(2);
try {
  await writeFileAtomic(file, new Uint8Array(Number(bytes)));
  process.stdout.write('written');
  // eslint-disable-next-line no-restricted-syntax -- a program of its own, whose test looks at what it prints
} catch (error) {
  const { code, message } = error as { code: string; message: string };
  process.stdout.write(`${code} ${message}`);
}
