import { InterpError, shownName } from '@interp/checks';
import { Redis } from 'ioredis';

/** The oldest version of Redis that BullMQ is meant for. */
const oldest = [6, 2] as const;

/** Milliseconds that a server has to answer the first time. */
const patience = 5000;

/** Milliseconds without an answer after which a connection is taken for cut, though nobody says so: more than a queue has a worker wait for a chunk. */
const silence = 30_000;

/** What of an address may be seen, without the user and the password: the host, and the number of the database. Throws InterpError `bad-option` for what is no address. */
const placeOf = (address: string): { readonly host: string; readonly database: number } => {
  try {
    const { protocol, host, pathname, username, password } = new URL(address);
    const [, database] = /^\/?(\d*)$/.exec(pathname) ?? [];
    for (const part of [username, password]) decodeURIComponent(part);
    if (/^rediss?:$/.test(protocol) && host !== '' && database !== undefined)
      return { host, database: Number(database) };
  } catch {
    // Said below, without the address: it may hold a password.
  }
  throw new InterpError(
    'bad-option',
    'the address of Redis is none; expected redis://host:6379 or rediss://user:password@host:6379, signs such as / and % in the password as %2F and %25',
  );
};

/** What a server means, by the beginning of what it says. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^WRONGPASS|^ERR invalid password|^ERR AUTH/i, 'refuses the user or the password; expected those of the server'],
  [/^NOAUTH|NOAUTH/, 'asks for a password; give it in the address, as INTERP_REDIS=redis://:PASSWORD@host:6379'],
  [/^ERR DB index/, 'has no database of that number; expected one that it has, or an address without a number'],
  [/^OOM/, 'has no memory left; expected some for a queue (CONFIG SET maxmemory)'],
  [/^READONLY/, 'is a copy that takes no writes; expected the server that it is a copy of'],
  [/^Unknown RESP type|^Protocol error/i, 'is something else; expected Redis or Valkey there'],
  [/^NOPERM/, 'allows this user too little; expected all commands on keys that begin with interp (ACL SETUSER)'],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|timed? ?out|closed/i,
    'does not answer; expected Redis or Valkey there',
  ],
  [
    /certificate|TLS|SSL|wrong version number/i,
    'has no TLS that is trusted; expected rediss:// and its authority in NODE_EXTRA_CA_CERTS',
  ],
];

const refusal = (host: string, cause: unknown): InterpError => {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [, reason = `says ${shownName(said)}; expected Redis or Valkey there`] =
    reasons.find(([pattern]) => pattern.test(said)) ?? [];
  return new InterpError('network', `Redis at ${host} ${reason}`);
};

/** The version that a server tells of itself; Valkey tells that of the Redis that it is like. */
const checkVersion = (host: string, info: string): void => {
  const version = /redis_version:(\S+)/.exec(info)?.[1] ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new InterpError(
    'network',
    `Redis at ${host} has the version ${version}; expected ${oldest.join('.')} or later, or Valkey`,
  );
};

/** What a queue does: its database, keys, waiting, scripts. */
const checkPermission = async (redis: Redis, key: string, database: number): Promise<void> => {
  // Where there is none of that number, a connection is to the first one, and nothing says so.
  if (database > 0) await redis.select(database);
  await redis.bzpopmin(`${key}:none`, 0.01);
  await redis.eval("redis.call('SET', KEYS[1], '1', 'PX', 1000); return redis.call('DEL', KEYS[1])", 1, key);
};

/**
 * A connection that says so when it is told to end while it waits to connect again, and so do its copies: ioredis says nothing then, and a queue
 * that is closed would wait for that.
 */
const endingWell = (redis: Redis): Redis => {
  const { disconnect, duplicate } = redis;
  redis.disconnect = (reconnect?: boolean) => {
    // As one that was never connected, it has nothing to wait for.
    if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait';
    disconnect.call(redis, reconnect);
  };
  redis.duplicate = (...options) => endingWell(duplicate.apply(redis, options));
  return redis;
};

/**
 * Connects to Redis, and looks whether it is one that a queue can live in. Once it is connected, the connection is made anew whenever it is cut.
 *
 * @param address - as `redis://host:6379`, or `rediss://` with TLS; its password is in no message
 * @param prefix - of the keys
 * @returns the connection; who asked for it ends it
 * @throws InterpError `bad-option` for what is no address; `network` for a server that does not answer, is too old, refuses the password or allows too little
 */
export const connectRedis = async (address: string, prefix: string): Promise<Redis> => {
  const { host, database } = placeOf(address);
  let [isConnected, last]: [boolean, unknown] = [false, undefined];
  const connect = async (enableReadyCheck: boolean, look: (redis: Redis) => Promise<void>): Promise<Redis> => {
    const redis = endingWell(
      new Redis(address, {
        enableReadyCheck,
        lazyConnect: true,
        connectTimeout: patience,
        socketTimeout: silence,
        disconnectTimeout: 100,
        maxRetriesPerRequest: null,
        retryStrategy: (times) => (isConnected ? Math.min(50 * 2 ** times, 2000) : null),
      }),
    );
    // Without a listener an error of a connection ends the process; what is done about it is to connect again.
    redis.on('error', (error) => (last = error));
    try {
      await redis.connect();
      await look(redis);
      return redis;
    } catch (error) {
      redis.disconnect();
      throw error instanceof InterpError
        ? error
        : refusal(host, /closed/i.test(String(error)) ? (last ?? error) : error);
    }
  };
  // Where a user may not ask for INFO, the check whether a server is ready prints that: it is asked for first without one.
  const first = await connect(false, async (redis) => checkVersion(host, await redis.info('server')));
  first.disconnect();
  const redis = await connect(true, (one) => checkPermission(one, `${prefix}:permission`, database));
  isConnected = true;
  return redis;
};
