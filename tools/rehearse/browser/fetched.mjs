// What a page or a Web Worker fetches: files and pictures, and what the front ends make of them.
import { pictureFrom } from '@interp/images';
import { frontEnds } from './front-ends.mjs';

const answer = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} gives ${response.status}`);
  return response;
};

/** The picture at an address. */
export const pictureAt = async (url) => pictureFrom(await (await answer(url)).blob());

/** What the front ends make of the files below an address, and of the picture among them. */
export const frontEndsAt = async (folder) =>
  frontEnds(
    async (name) => new Uint8Array(await (await answer(`${folder}/${name}`)).arrayBuffer()),
    await pictureAt(`${folder}/scene.png`),
  );
