/**
 * Finds a key that one object of a JSON text has twice: `JSON.parse` keeps the last without a word.
 *
 * @param json - valid JSON
 * @returns the first such key
 */
export const duplicateKey = (json: string): string | undefined => {
  const open: (Set<string> | undefined)[] = [];
  let key = false;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    if (token === '{' || token === ',') key = true;
    else if (token.startsWith('"') && key && open.at(-1)) {
      const name = JSON.parse(token) as string;
      if (open.at(-1)!.has(name)) return name;
      open.at(-1)!.add(name);
      key = false;
    } else key = false;
  }
  return undefined;
};
