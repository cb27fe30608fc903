import { execFileSync } from 'node:child_process';

/** A key and a certificate that it signs itself, made by OpenSSL for this run. */
export const selfSigned = (): { readonly privateKey: string; readonly certificate: string } => {
  const pem = execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '-', '-days', '1', '-subj', '/CN=localhost'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const part = (name: RegExp): string => name.exec(pem)![0];
  return {
    privateKey: part(/-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----\n/),
    certificate: part(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----\n/),
  };
};
