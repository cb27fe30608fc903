import { startComputing } from './compute/client.js';
import { followAddress } from './state/store.js';
import './style.css';

// The worker has the most to load: it begins before the page is drawn.
followAddress();
startComputing();
void import('./page.js').then(({ showPage }) => showPage());
