/** Settings of the view. */
export const modelParameters = {};
