/** Settings of the view. */
export const thesisParameters = {};
