// Keeps the page at work without a network, under whatever path it lies. `files` are those of this version, each with a name that holds a digest of
// its contents but for the page itself, so that what is kept is never stale; the page comes from the network where there is one.
/** @type {readonly string[]} */
const files = ['__FILES__'];

const { scope } = self.registration;
const cacheName = `interp-studio ${scope}`;
const urls = files.map((file) => new URL(file, scope).href);
const page = new URL('./', scope).href;

/** As the command line serves it: isolated, so that threads may share memory where a host says nothing of that. */
const isolated = (response) => {
  if (response.type !== 'basic' || response.redirected) return response;
  const headers = new Headers(response.headers);
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-embedder-policy', 'require-corp');
  headers.set('cross-origin-resource-policy', 'same-origin');
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
};

const install = async () => {
  const cache = await caches.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = urls.filter((url) => !kept.has(url));
  await cache.addAll([new Request(page, { cache: 'reload' }), ...missing]);
};

const activate = async () => {
  const cache = await caches.open(cacheName);
  const wanted = new Set([page, ...urls]);
  const stale = (await cache.keys()).filter(({ url }) => !wanted.has(url));
  await Promise.all(stale.map((request) => cache.delete(request)));
  await self.clients.claim();
};

const kept = async (url) => (await caches.open(cacheName)).match(url);

const opened = async (request) => {
  try {
    return isolated(await fetch(request, { cache: 'no-cache' }));
  } catch (error) {
    const known = await kept(page);
    if (!known) throw error;
    return isolated(known);
  }
};

const fetched = async (request) => isolated((await kept(request.url)) ?? (await fetch(request)));

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const [url] = request.url.split(/[?#]/);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && (url === page || url === `${page}index.html`)) event.respondWith(opened(request));
  else if (url.startsWith(`${page}assets/`)) event.respondWith(fetched(request));
});
