// What the build adds to the page: a policy for hosts that send none, and a service worker that knows all files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A meta element takes all of a policy but who may frame the page. */
const inMeta = (policy) =>
  policy
    .split('; ')
    .filter((one) => !one.startsWith('frame-ancestors'))
    .join('; ');

/** The plugin; `policy` is the page's content security policy. */
export const offline = (policy) => ({
  name: 'studio-offline',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: inMeta(policy) },
      injectTo: 'head-prepend',
    },
  ],
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const files = Object.keys(bundle).filter((file) => file.startsWith('assets/'));
      const page = createHash('sha256').update(String(bundle['index.html'].source)).digest('hex').slice(0, 16);
      const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8')
        .replace(/^\/\/ /, `// Version ${page}.\n// `)
        .replace("['__FILES__']", JSON.stringify(files.sort()));
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  },
});
