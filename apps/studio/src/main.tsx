import { render } from 'preact';
import { App } from './app.js';
import { followAddress } from './state/store.js';
import { workOffline } from './offline.js';
import './style.css';

followAddress();
workOffline();
const place = document.getElementById('studio');
if (place) render(<App />, place);
