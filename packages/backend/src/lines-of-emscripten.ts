const itsLines =
  /^(?:failed to asynchronously prepare wasm: |wasm streaming compile failed: |falling back to ArrayBuffer|Aborted\()/;

/**
 * Starts a backend and keeps back what Emscripten's glue prints on the way, which it does through the `console.warn` that it finds. Of a
 * start that fails the lines are the reason; of one that succeeds they are printed, as is what others print meanwhile.
 *
 * @param start - whether it started
 * @returns whether it did, and if not, why, where that was said
 */
export const hearEmscripten = async (start: () => Promise<boolean>): Promise<{ started: boolean; reason?: string }> => {
  const { warn } = console;
  const lines: string[] = [];
  let starting = true;
  // The glue holds this function for as long as the module lives.
  const hear = (...parts: unknown[]): void => {
    if (starting && parts.length === 1 && itsLines.test(String(parts[0]))) lines.push(String(parts[0]));
    else warn.apply(console, parts);
  };
  console.warn = hear;
  let started = false;
  try {
    started = await start();
  } finally {
    starting = false;
    if (console.warn === hear) console.warn = warn;
    if (started) for (const line of lines) warn.call(console, line);
  }
  const [reason] = lines.map((line) => line.replace(/^[a-z ]+: /, '').replace(/^Aborted\((.*)\)$/, '$1'));
  return reason === undefined ? { started } : { started, reason };
};
