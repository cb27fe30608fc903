import { render } from 'preact';
import { App } from './app.js';
import { openServedModel } from './compute/models/served-model.js';
import { workOffline } from './offline.js';

/** Shows the page, and keeps it at work without a network. */
export const showPage = (): void => {
  workOffline();
  openServedModel();
  const place = document.getElementById('studio');
  if (place) render(<App />, place);
};
