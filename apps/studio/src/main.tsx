import { render } from 'preact';
import { App } from './app.js';
import { followAddress } from './state/store.js';
import './style.css';

followAddress();
const place = document.getElementById('studio');
if (place) render(<App />, place);
