import type { PathedFile } from '../parts/dropped-files.js';

const fetched = async (path: string): Promise<PathedFile> => {
  const answer = await fetch(`./model/${path.split('/').map(encodeURIComponent).join('/')}`);
  if (!answer.ok) throw new Error(`${path} is not served; start interp studio again`);
  return { path, file: new File([await answer.blob()], path) };
};

/** The files of the model of that name where `interp studio --model` serves them beside the page; none on another host. */
export const servedModel = async (name: string): Promise<readonly PathedFile[]> => {
  const list = await fetch('./model/files.json').catch(() => undefined);
  if (!list?.ok) return [];
  const names = (await list.json().catch(() => [])) as readonly string[];
  return names[0] === name ? Promise.all(names.map(fetched)) : [];
};
