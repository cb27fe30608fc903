/**
 * A number as people read it in a picture: three significant digits, a true minus sign.
 *
 * @param value - any number
 * @returns its text
 */
export const formatNumber = (value: number): string => String(Number(value.toPrecision(3))).replaceAll('-', '−');
