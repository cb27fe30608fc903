const fastest = (times) => Math.min(...times.map(({ time }) => time));

/**
 * Whether a benchmark kept within its limits. The better number of threads counts on both sides, unless a limit names ours.
 *
 * @param {readonly object[]} limits - `{ than, atMost, threads?, alike? }` our time over that peer's (`alike`: both with so many threads), `{ than, row, atMost }` over that of another row of ours, or `{ under, than?, published? }` milliseconds of
 *   ours, and what was published by whom
 * @param {readonly object[]} ours - `{ threads, time }` for each number of threads
 * @param {readonly object[]} peers - `{ name, threads, median }` for each
 * @param {readonly object[]} [before] - the rows measured before
 * @returns {object[]} each limit with `ratio` (over the peer's or what was published) and `held`, where there is what it asks for
 */
export const verdicts = (limits, ours, peers, before = []) =>
  limits.map((limit) => {
    const wanted = limit.threads ?? limit.alike;
    const mine = ours.filter(({ threads }) => wanted === undefined || threads === wanted);
    if (limit.under !== undefined) {
      const ratio = limit.published && fastest(mine) / limit.published;
      return { ...limit, ...(ratio && { ratio }), held: fastest(mine) <= limit.under };
    }
    const row = before.find(({ name }) => name === limit.row);
    const isAlike = ({ threads }) => limit.alike === undefined || threads === limit.alike;
    const theirs = row?.ours ?? peers.filter((one) => one.name === limit.than && isAlike(one));
    if (mine.length === 0 || theirs.length === 0) return { ...limit };
    const ratio = fastest(mine) / fastest(theirs);
    return { ...limit, ratio, held: ratio <= limit.atMost };
  });
