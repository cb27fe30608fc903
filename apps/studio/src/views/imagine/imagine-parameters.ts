/** Settings of the view. */
export const imagineParameters = {};
