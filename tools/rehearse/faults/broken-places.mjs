// Places that cannot be written to, each in its own way: `enter` makes a folder, `before` makes it so once what was there before is in it,
// `leave` makes it good again, `end` takes it away.
import { statfsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const pages = (bytes) => 4096 * Math.max(1, Math.ceil(bytes / 4096));
const mounted = (...args) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
const enough = 'size=256m';

const used = (folder) => {
  const { blocks, bfree, bsize } = statfsSync(folder);
  return (blocks - bfree) * bsize;
};

/** A file system that is full after so many bytes more than are in it; only where this user may mount one. */
const fullDisk = {
  name: 'disk full',
  enter: (folder) => mounted('-t', 'tmpfs', '-o', enough, 'tmpfs', folder) && {},
  before: (folder, bytes) => mounted('-o', `remount,size=${used(folder) + pages(bytes)}`, folder),
  leave: (folder) => mounted('-o', `remount,${enough}`, folder),
  end: (folder) => spawnSync('umount', [folder]),
};

/** A limit on the size of any file. */
const fileLimit = {
  name: 'file size limit',
  enter: (_folder, bytes) => process.platform !== 'win32' && { shell: `ulimit -f ${Math.ceil(bytes / 512)}` },
  leave: () => undefined,
  end: () => undefined,
};

/** A file system that is read-only; only where this user may mount one. */
const readOnly = {
  name: 'read-only folder',
  enter: (folder) => mounted('-t', 'tmpfs', '-o', enough, 'tmpfs', folder) && {},
  before: (folder) => mounted('-o', 'remount,ro', folder),
  leave: (folder) => mounted('-o', `remount,rw`, folder),
  end: (folder) => spawnSync('umount', [folder]),
};

/** All of them. */
export const brokenPlaces = [fullDisk, fileLimit, readOnly];
