// In the studio's page, in a browser that no driver drives: does what a person would do there, by events that a script makes.
import { along, strokesOf } from './strokes.mjs';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

const settled = async () => {
  await frame();
  await frame();
  while (document.querySelector('main[aria-busy=false] [role=status]') === null) await frame();
};

const status = () => document.querySelector('[role=status]').textContent;
const button = (text) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === text);

globalThis.tries = {
  async draw(digit) {
    await settled();
    button('Clear').click();
    await settled();
    const canvas = document.querySelector('canvas[aria-label=Draw]');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const point = (type, [x, y]) =>
      canvas.dispatchEvent(
        new PointerEvent(type, {
          ...{ bubbles: true, pointerId: 1, buttons: 1 },
          ...{ clientX: left + x * width, clientY: top + y * height },
        }),
      );
    for (const stroke of strokesOf[digit])
      for (const [i, place] of along(stroke, 8).entries()) {
        point(i === 0 ? 'pointerdown' : 'pointermove', place);
        await frame();
      }
    await settled();
    return status();
  },
  /** The address, which follows a fifth of a second after the last change. */
  async address() {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    while (!location.hash.includes('strokes')) await frame();
    return location.hash;
  },
  async follow(hash) {
    location.hash = hash;
    await settled();
    return status();
  },
  /** The backend at work, or why it is not. */
  async backend(name) {
    const select = [...document.querySelectorAll('select')].find(({ options }) =>
      [...options].some(({ value }) => value === name),
    );
    select.value = name;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
    return document.querySelector('[role=alert]')?.textContent ?? select.value;
  },
  /** What the button offers as a file, which is not written. */
  async downloaded(name) {
    const { createObjectURL } = URL;
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = () => undefined;
    const blob = await new Promise((resolve) => {
      URL.createObjectURL = (one) => {
        resolve(one);
        return createObjectURL.call(URL, one);
      };
      button(`Download ${name}`).click();
    });
    URL.createObjectURL = createObjectURL;
    await frame();
    HTMLAnchorElement.prototype.click = click;
    return blob.text();
  },
};
