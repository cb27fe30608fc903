/** Settings of the view. */
export const attackParameters = {};
