import { effect } from '@preact/signals';
import { backend } from './compute/client.js';

/** Once the page is at work, keeps it so without a network. Where there can be no service worker, it needs the network at each load. */
export const workOffline = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const end = effect(() => {
    if (!backend.value) return;
    queueMicrotask(() => end());
    navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' }).catch(() => undefined);
  });
};
