/** Settings of the view. */
export const segmentsParameters = {};
