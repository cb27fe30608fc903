import { signal, type ReadonlySignal } from '@preact/signals';

/** Whether a media query holds, now and when that changes. */
const holds = (query: string): ReadonlySignal<boolean> => {
  const list = matchMedia(query);
  const found = signal(list.matches);
  list.addEventListener('change', () => (found.value = list.matches));
  return found;
};

/** Whether the page is as narrow as on a telephone. */
export const isNarrow = holds('(max-width: 640px)');

/** Whether the page is dark: what is drawn on a canvas takes the colours of the page. */
export const isDark = holds('(prefers-color-scheme: dark)');
