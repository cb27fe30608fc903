import { serveFigures } from '@interp/report/node';
import type { ContextSettings } from '../node-context.js';
import { served } from './drawing.js';

serveFigures(({ folder, inputs }) => served(folder, inputs as ContextSettings));
