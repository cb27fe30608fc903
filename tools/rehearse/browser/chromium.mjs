// Chromium, driven by Playwright.
import { chromium } from 'playwright-core';

/** What draws WebGL and WebGPU in software, for machines without a graphics card. */
const args = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** The global value `name` of a page, once it is there; undefined where the page throws before. */
async function globalOf(page, name) {
  const there = page.waitForFunction((key) => globalThis[key], name, { timeout: 120_000 });
  const threw = page.waitForEvent('pageerror', { timeout: 120_000 }).then(() => undefined);
  const first = await Promise.race([there, threw]);
  for (const other of [there, threw]) other.catch(() => undefined);
  return first?.jsonValue();
}

/** Begins it; `version`, `open`, `close`, and `context`, which begins a browser that knows nothing yet. */
export async function begin(executablePath) {
  const browser = await chromium.launch({ executablePath, args });
  return {
    version: browser.version(),
    async open(url, { onLine, onError }) {
      const page = await browser.newPage();
      page.on('console', (message) => onLine(message.text()));
      page.on('pageerror', (error) => onError(error.stack));
      await page.goto(url);
      return {
        call: (...nameAndArgs) => page.evaluate(([name, ...some]) => globalThis.tries[name](...some), nameAndArgs),
        global: (name) => globalOf(page, name),
        close: () => page.close(),
      };
    },
    context: () => browser.newContext(),
    close: () => browser.close(),
  };
}
