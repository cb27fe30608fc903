// Runs programs one after another in this process and prints one JSON line with each one's error, or null:
// node tools/check/run-examples.mjs [--backend] FILE.mjs …
import { pathToFileURL } from 'node:url';

const files = process.argv.slice(2).filter((argument) => argument !== '--backend');
if (process.argv.includes('--backend')) {
  await import('@tensorflow/tfjs-backend-cpu');
  const tf = await import('@tensorflow/tfjs-core');
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
}

const errors = [];
for (const file of files) {
  try {
    await import(pathToFileURL(file).href);
    errors.push(null);
  } catch (error) {
    errors.push(String(error?.stack ?? error));
  }
}
process.stdout.write(`\n${JSON.stringify(errors)}\n`, () => process.exit(0));
