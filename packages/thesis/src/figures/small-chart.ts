/** How charts are drawn of which two stand side by side, one for each network, in half a row of the report's page. */
export const smallChart = { width: 215, height: 130, compact: true } as const;
