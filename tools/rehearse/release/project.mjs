import { mkdirSync, writeFileSync } from 'node:fs';

/** Makes an empty project, as `npm init` would, and returns its folder. */
export function emptyProject(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name: 'project', private: true, type: 'module' }));
  return folder;
}
