import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { InterpError, isInterpError, shownName } from '@interp/checks';
import { checkName, type JobStorage } from './job-storage.js';

/** Times that an upload or a download is begun before it is given up, unless AWS_MAX_ATTEMPTS says so: over a minute, for each is tried later than the one before. */
const usualAttempts = 10;

/** Milliseconds before a download that broke off is begun again, the first time. */
const pause = 100;

/** What went wrong, as the SDK says it. */
interface Failure {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; clockSkewCorrected?: boolean };
}

const statusOf = (error: unknown): number | undefined => (error as Failure).$metadata?.httpStatusCode;

/** Why a bucket does not do what it is asked, by what is said of it. */
const reasonOf = (error: unknown): readonly [InterpError['code'], string] => {
  const { name = '', code = name === 'Error' ? 'no answer' : name } = error as Failure;
  if (name === 'NoSuchBucket') return ['not-found', 'is not there; expected a bucket that was made'];
  if (name === 'CredentialsProviderError')
    return ['network', 'has nobody to be asked by; expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile'];
  if (/^Request(?:TimeTooSkewed|Expired)$/.test(name))
    return [
      'network',
      'refuses requests of this machine, whose clock is too far from its own; expected both to have the right time',
    ];
  if ([401, 403].includes(statusOf(error) ?? 0))
    return ['network', 'refuses who asks; expected keys that may read, write, list and delete in it'];
  return ['network', `does not answer as it should (${code}); expected an S3-compatible server, at AWS_ENDPOINT_URL where it is not Amazon's`]; // prettier-ignore
};

/**
 * The SDK signs by the server's clock once it knows it. On a machine whose own is far from it, it takes each refusal for one of a wrong time, and asks ten
 * times for what is not there: only a refusal of who asks may be one.
 */
const clockAlone =
  <Request, Answer>(next: (request: Request) => Promise<Answer>) =>
  async (request: Request): Promise<Answer> => {
    try {
      return await next(request);
    } catch (error) {
      if (statusOf(error) !== 403) delete (error as Failure).$metadata?.clockSkewCorrected;
      throw error;
    }
  };

/** The package of the SDK, which nobody else installs: where it is missing, a sentence says so. */
const loadSdk = () =>
  import('@aws-sdk/client-s3').catch((cause: unknown) => {
    const text = 'a job in a bucket needs the package @aws-sdk/client-s3; install it, by npm i @aws-sdk/client-s3';
    throw new InterpError('bad-option', text, { cause });
  });

/**
 * A bucket of S3, or of a server that is like it, as the storage of a job. Keys, region and address are where the AWS SDK looks for them: `AWS_ACCESS_KEY_ID`,
 * `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`, or a profile. Requests that fail, are cut off or are told to slow down are made again, later each
 * time. A file is made once by a conditional put; a server that knows none is asked first, and a chunk may then be computed twice.
 *
 * @param place - `s3://BUCKET/PREFIX`
 * @returns the storage; its functions throw InterpError `network` where the bucket does not answer or refuses who asks, `not-found` where there is none
 * @throws InterpError `bad-option` for what is no such place, and without the package `@aws-sdk/client-s3`
 */
export const s3Storage = async (place: string): Promise<JobStorage> => {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*?))?\/?$/.exec(place) ?? [];
  if (bucket === undefined)
    throw new InterpError('bad-option', `${shownName(place)} is no place in a bucket; expected s3://BUCKET/PREFIX`);
  if (prefix !== '') checkName(prefix);
  const sdk = await loadSdk();
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  const attempts = Number(process.env['AWS_MAX_ATTEMPTS']) || usualAttempts;
  const client: S3Client = new sdk.S3Client({
    maxAttempts: attempts,
    // Servers of one's own seldom have a name for each bucket.
    forcePathStyle: endpoint !== undefined,
    ...(process.env['AWS_REGION'] === undefined && endpoint !== undefined && { region: 'us-east-1' }),
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  client.middlewareStack.addRelativeTo(clockAlone, { relation: 'before', toMiddleware: 'httpSigningMiddleware' });
  const keyOf = (name: string): string => {
    checkName(name);
    return prefix === '' ? name : `${prefix}/${name}`;
  };
  const asked = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (cause) {
      if (isInterpError(cause)) throw cause;
      const [code, reason] = reasonOf(cause);
      throw new InterpError(code, `the bucket ${shownName(bucket)} ${reason}`, { cause });
    }
  };
  const get = (Key: string) =>
    client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key })).catch((error: unknown) => {
      if (['NoSuchKey', 'NotFound'].includes((error as Failure).name ?? '')) return undefined;
      throw error;
    });
  /** The SDK tries again what fails before an answer; an answer that breaks off is asked for again here. */
  const download = async (Key: string): Promise<Uint8Array | undefined> => {
    for (let tries = 1; ; tries++) {
      const answer = await get(Key);
      if (!answer) return undefined;
      try {
        const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
        if (answer.ContentLength === undefined || bytes.length === answer.ContentLength) return bytes;
        throw new Error('the answer was cut off');
      } catch (error) {
        if (tries === attempts) throw error;
        await wait(Math.random() * Math.min(20_000, pause * 2 ** tries));
      }
    }
  };
  const writerOf = async (Key: string): Promise<string | undefined> => {
    try {
      return (await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key }))).Metadata?.['writer'];
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  };
  /** Puts an object where there is none; false where somebody else's is there. */
  const putNew = async (Key: string, Body: Uint8Array): Promise<boolean> => {
    const writer = randomUUID();
    for (;;)
      try {
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key, Body, Metadata: { writer }, IfNoneMatch: '*' })); // prettier-ignore
        return true;
      } catch (error) {
        // Its own put may have come through before the answer was lost.
        if (statusOf(error) === 412) return (await writerOf(Key)) === writer;
        // Two at once: one of them is to ask again.
        if (statusOf(error) !== 409) throw error;
      }
  };
  const put = async (Key: string, Body: Uint8Array): Promise<void> => {
    await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key, Body }));
  };
  const remove = async (Key: string): Promise<void> => {
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key }));
  };
  /** Whether the server knows conditional puts: it is asked once, by two of one name. */
  let conditional: Promise<boolean> | undefined;
  const knowsConditions = async (): Promise<boolean> => {
    const key = keyOf(`conditions/${randomUUID()}`);
    try {
      await putNew(key, new Uint8Array());
      const isRefused = !(await putNew(key, new Uint8Array()));
      await remove(key);
      return isRefused;
    } catch (error) {
      if ([400, 501].includes(statusOf(error) ?? 0)) return false;
      throw error;
    }
  };
  const create = async (key: string, bytes: Uint8Array): Promise<boolean> => {
    conditional ??= knowsConditions();
    conditional.catch(() => (conditional = undefined));
    if (await conditional) return putNew(key, bytes);
    const { KeyCount } = await client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
    if (KeyCount) return false;
    await put(key, bytes);
    return true;
  };
  /** A page of what a server lists, with the time by its own clock, that of its answer. */
  const listPage = async (Prefix: string, after: string | undefined) => {
    const command = new sdk.ListObjectsV2Command({
      Bucket: bucket,
      Prefix,
      Delimiter: '/',
      ...(after && { ContinuationToken: after }),
    });
    let now = Date.now();
    command.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request);
        const { headers } = answer.response as { readonly headers?: Readonly<Record<string, string>> };
        now = Date.parse(headers?.['date'] ?? '') || now;
        return answer;
      },
      { step: 'deserialize' },
    );
    const { Contents: objects = [], NextContinuationToken: rest } = await client.send(command);
    return { objects, now, rest };
  };
  const ages = async (folder: string): Promise<ReadonlyMap<string, number>> => {
    const [all, Prefix] = [new Map<string, number>(), `${keyOf(folder)}/`];
    let token: string | undefined;
    do {
      const { objects, now, rest } = await listPage(Prefix, token);
      for (const { Key = '', LastModified } of objects)
        all.set(Key.slice(Prefix.length), now - (LastModified?.getTime() ?? now));
      token = rest;
    } while (token !== undefined);
    return all;
  };
  const list = async (folder: string): Promise<readonly string[]> => [...(await ages(folder)).keys()].sort();
  const bytesOf = (bytes: Uint8Array | string): Uint8Array => Buffer.from(bytes);
  return {
    place,
    read: (name) => asked(() => download(keyOf(name))),
    create: (name, bytes) => asked(() => create(keyOf(name), bytesOf(bytes))),
    replace: (name, bytes) => asked(() => put(keyOf(name), bytesOf(bytes))),
    remove: (name) => asked(() => remove(keyOf(name))),
    list: (name) => asked(() => list(name)),
    ages: (name) => asked(() => ages(name)),
  };
};
