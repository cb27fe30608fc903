// Ink thinned to lines.

/**
 * Thins ink to lines of one point (Zhang and Suen 1984).
 *
 * @param {Uint8Array} ink - `[size, size]`, 1 where there is ink
 * @param {number} size
 * @returns {Uint8Array} what is left
 */
export const skeleton = (ink, size) => {
  const left = ink.slice();
  const ring = new Uint8Array(8);
  const steps = [-size, 1 - size, 1, size + 1, size, size - 1, -1, -size - 1];
  for (let changed = true; changed;) {
    changed = false;
    for (const second of [false, true]) {
      const gone = [];
      for (let y = 1; y < size - 1; y++)
        for (let x = 1, at = y * size + 1; x < size - 1; x++, at++) {
          if (left[at] === 0) continue;
          let [count, turns] = [0, 0];
          for (let i = 0; i < 8; i++) count += ring[i] = left[at + steps[i]];
          if (count < 2 || count > 6) continue;
          for (let i = 0; i < 8; i++) if (ring[i] === 0 && ring[(i + 1) & 7] === 1) turns++;
          if (turns !== 1) continue;
          const [north, east, south, west] = [ring[0], ring[2], ring[4], ring[6]];
          const open = second
            ? north * east * west === 0 && north * south * west === 0
            : north * east * south === 0 && east * south * west === 0;
          if (open) gone.push(at);
        }
      for (const at of gone) left[at] = 0;
      changed ||= gone.length > 0;
    }
  }
  return left;
};
