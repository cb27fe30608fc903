/** The view has no settings: which stop is open is shared by all views. */
export const thesisParameters = {};
