import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Terminal } from '../../shell/terminal/terminal.js';
import { openBrowser } from './browser.js';
import type { StudioOptions } from './options.js';
import { servePage } from './server.js';
import { copySite } from './site.js';

/** Where the built page lies: in this package, beside `dist`. */
const page = fileURLToPath(new URL('../../../studio', import.meta.url));

/** Serves the studio's page until it is asked to end. `folder` is where the built page lies. */
export const run = async (
  { port, open, model, out }: StudioOptions,
  { stdout, env, signal }: Terminal,
  folder = page,
): Promise<void> => {
  if (out !== undefined) return copySite(folder, out);
  const files = model === undefined ? undefined : (await import('../../models/model-files.js')).modelFiles(model);
  const { url, close } = await servePage(folder, port, files);
  const address = files ? `${url}#model?${new URLSearchParams({ file: files.names[0] }).toString()}` : url;
  try {
    stdout.write(files ? `${url}\n${address}\n` : `${url}\n`);
    if (open) openBrowser(address, env);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    close();
  }
};
