/** @typedef {{ number: string, rule: import('@interp/thesis').Rule, measured: Record<string, number>[], verdicts: string[], shipped: string }} Row of one figure, over the networks */
/** @typedef {{ title: string, names: string[], rows: Row[] }} VerdictTable of one kind of network */

const letter = { agrees: 'a', partly: 'p', differs: 'D', drawn: '·' };

/** The verdict that most have, and how many. */
const usualOf = (/** @type {string[]} */ verdicts) => {
  const times = (/** @type {string} */ one) => verdicts.filter((other) => other === one).length;
  const usual = verdicts.reduce((best, one) => (times(one) > times(best) ? one : best));
  return { usual, times: times(usual) };
};

/** A table as text: a letter for each network, then the usual verdict and how many have it. */
export const tableOf = (/** @type {VerdictTable} */ { title, names, rows }) => {
  const stable = rows.filter(({ verdicts }) => usualOf(verdicts).times >= 0.9 * names.length);
  const lines = rows.map(({ number, verdicts, shipped, rule, measured }) => {
    const { usual, times } = usualOf(verdicts);
    const held = rule.map(({ holds }) => measured.filter((numbers) => holds(numbers)).length).join(' ');
    const letters = verdicts.map((one) => letter[one]).join(' ');
    return `${number.padEnd(16)}${letters}  ${usual} ${times}/${names.length}, ships ${shipped}; conditions hold in ${held}`;
  });
  return [
    `${title}: ${names.join(', ')}`,
    ...lines,
    `${stable.length} of ${rows.length} rules have one verdict with nine in ten`,
  ].join('\n');
};
