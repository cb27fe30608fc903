// Runs programs one after another in this process and prints one JSON line with each one's error, or null:
// node tools/check/run-examples.mjs [--backend] FILE.mjs …
// With --backend each begins on the backend `cpu`, whatever the one before it chose.
import { pathToFileURL } from 'node:url';

const files = process.argv.slice(2).filter((argument) => argument !== '--backend');
const begin = async () => {
  if (!process.argv.includes('--backend')) return;
  await import('@tensorflow/tfjs-backend-cpu');
  const tf = await import('@tensorflow/tfjs-core');
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
};

const errors = [];
for (const file of files) {
  try {
    await begin();
    await import(pathToFileURL(file).href);
    errors.push(null);
  } catch (error) {
    errors.push(String(error?.stack ?? error));
  }
}
process.stdout.write(`\n${JSON.stringify(errors)}\n`, () => process.exit(0));
