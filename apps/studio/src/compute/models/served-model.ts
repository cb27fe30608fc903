import { effect } from '@preact/signals';
import type { PathedFile } from '../../parts/dropped-files.js';
import { settings } from '../../state/store.js';
import { modelFiles, openAll } from './opened-files.js';

const fetched = async (path: string): Promise<PathedFile> => {
  const answer = await fetch(`./model/${path.split('/').map(encodeURIComponent).join('/')}`);
  if (!answer.ok) throw new Error(`${path} is not served; start interp studio again`);
  return { path, file: new File([await answer.blob()], path) };
};

/** The files of the model of that name where they are served beside the page; none on another host. */
const servedModel = async (name: string): Promise<readonly PathedFile[]> => {
  const list = await fetch('./model/files.json').catch(() => undefined);
  if (!list?.ok) return [];
  const names = (await list.json().catch(() => [])) as readonly string[];
  return names[0] === name ? Promise.all(names.map(fetched)) : [];
};

/** Opens the model that the address names, in whichever view, where `interp studio --model` serves it. */
export const openServedModel = (): void => {
  let tried = '';
  effect(() => {
    const { file } = settings.model.value;
    if (file === tried || modelFiles.peek()) return;
    tried = file;
    if (file !== '') void servedModel(file).then((files) => files.length > 0 && openAll(files));
  });
};
