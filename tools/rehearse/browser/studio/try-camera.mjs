// A picture by the camera: allowed, refused, and on a machine that has none.
import { report } from '../pages.mjs';
import { openStudio, settled, status } from './page.mjs';

const take = (page) => page.getByRole('button', { name: 'Take a picture', exact: true }).click();

/** What the page says where there is no picture. */
async function refused(page, wanted) {
  await take(page);
  const alert = page.locator('.input [role=alert]');
  await alert.waitFor();
  const said = await alert.innerText();
  if (!wanted.test(said)) report('studio, camera', [`it says ${said}`]);
  return said;
}

/** In the page: a camera that sees a 7, as there is none behind a browser without a screen. */
const drawn = () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  context.fillStyle = '#eee';
  context.fillRect(0, 0, 320, 240);
  Object.assign(context, { strokeStyle: '#111', lineWidth: 16, lineCap: 'round', lineJoin: 'round' });
  context.beginPath();
  for (const [x, y] of [
    [115, 60],
    [205, 60],
    [150, 190],
  ])
    context.lineTo(x, y);
  const paint = () => context.stroke();
  paint();
  setInterval(paint, 50);
  return canvas.captureStream(20);
};

/** Without a camera, as browsers without a screen are; without permission; and of one that sees a 7. */
export async function tryCamera(context, url) {
  const page = await openStudio(context, url);
  const answer = await page.request.get(url);
  if (!/camera=\(self\)/.test(answer.headers()['permissions-policy'] ?? ''))
    report('studio, camera', ['no header allows it']);
  await refused(page, /no camera/);
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  const no = await refused(page, /not allowed/);
  await page.close();
  await context.addInitScript(`navigator.mediaDevices.getUserMedia = async () => (${String(drawn)})()`);
  const seeing = await openStudio(context, url);
  await take(seeing);
  const shoot = seeing.getByRole('button', { name: 'Take it' });
  await shoot.click();
  await seeing.locator('.camera').waitFor({ state: 'detached' });
  await seeing.waitForFunction(() => document.querySelector('[role=status]')?.textContent?.startsWith('7'));
  await settled(seeing);
  console.log(`studio: a camera that sees a 7: ${await status(seeing)}; one that is refused: ${no}`);
  await seeing.close();
}
