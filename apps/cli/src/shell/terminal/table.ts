import { textTable } from '@interp/report';

/** Rows as aligned columns, as figures have them; cells are cut sooner, for lines of a terminal. */
export const table = (cells: readonly (readonly string[])[]): string => textTable(cells, 100);
