// A TCP proxy to a server of this machine whose connections can be cut, and can stall without either side being told.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Opens a proxy to a port.
 *
 * @param {number} port - of the server
 * @returns {Promise<{ port: number, cut(milliseconds: number): void, stall(milliseconds: number): void, close(): void }>} its own port; `cut` breaks all
 *   connections and takes none for a while, `stall` lets nothing through for a while
 */
export const openProxy = async (port) => {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  let [isCut, isStalled] = [false, false];
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('data', (bytes) => to.write(bytes));
      if (isStalled) from.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: /** @type {import('node:net').AddressInfo} */ (server.address()).port,
    cut: (milliseconds) => {
      isCut = true;
      breakAll();
      setTimeout(() => (isCut = false), milliseconds);
    },
    stall: (milliseconds) => {
      isStalled = true;
      for (const socket of sockets) socket.pause();
      setTimeout(() => {
        isStalled = false;
        for (const socket of sockets) socket.resume();
      }, milliseconds);
    },
    close: () => {
      server.close();
      breakAll();
    },
  };
};
