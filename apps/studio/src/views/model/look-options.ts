import type { ExplanationOptions } from '@interp/lrp';
import type { ViewValues } from '../../state/studio-state.js';
import { explanationOptions } from '../explain/explanation-options.js';

/** The options of `explanationOf` that the settings of the view say. */
export const lookOptions = (values: ViewValues<'model'>): ExplanationOptions => ({
  ...explanationOptions(values),
  ...(values.class !== 'read' && { target: Number(values.class) }),
});
