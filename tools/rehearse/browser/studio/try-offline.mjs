// The built page on a host that knows nothing of it, under a path: its own policy, isolation, no network, and never a stale version.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built, report } from '../pages.mjs';
import { serve } from '../serve.mjs';
import { openStudio, settled, status } from './page.mjs';
import { page as folder } from './start.mjs';

/** Loads, loads again without a network, and loads another version. */
export async function tryOffline(context) {
  const copy = join(built, 'under', 'some path');
  cpSync(folder, copy, { recursive: true });
  const { url, close } = await serve(built, { headers: { 'content-security-policy': '' } });
  const page = await openStudio(context, `${url}/under/some%20path/`, { expected: /ERR_INTERNET_DISCONNECTED/ });
  const said = await status(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const reload = async () => {
    await page.reload();
    await page.getByRole('status').first().waitFor();
    await settled(page);
    if ((await status(page)) !== said) report('studio', [`loaded again it says ${await status(page)}`]);
  };
  await reload();
  if (!(await page.evaluate(() => crossOriginIsolated))) report('studio', ['loaded again it is not isolated']);
  const index = join(copy, 'index.html');
  writeFileSync(index, readFileSync(index, 'utf8').replace('<title>', '<title>new '));
  await reload();
  if (!(await page.title()).startsWith('new ')) report('studio', ['loaded again it is an old version']);
  // In this order: what the page's service worker looks for meanwhile is not there for a reason that is known.
  await context.setOffline(true);
  close();
  await reload();
  await page.getByRole('combobox', { name: 'Network' }).selectOption('lenet-robust');
  await settled(page);
  if (!(await status(page)).startsWith(said[0])) report('studio', [`without a network it says ${await status(page)}`]);
  await context.setOffline(false);
  await page.close();
  console.log(
    'studio: under another path of a plain host it is isolated from the second load on, works without a network, and is never stale',
  );
}
