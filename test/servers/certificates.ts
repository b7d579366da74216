import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  /** Whom a client trusts. */
  readonly authority: string;
  /** The paths of the certificate, of its key, and of a file with both. */
  readonly files: { readonly certificate: string; readonly key: string; readonly both: string };
}

/** A certificate of a host name, by an authority of its own that lives as long as the folder. Needs openssl. */
export async function certificateFor(host: string, folder: string): Promise<Certificate> {
  const file = (name: string): string => path.join(folder, name);
  const issue = async (
    name: string,
    subject: string,
    extensions: string,
    ...more: string[]
  ): Promise<void> => {
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      file(`${name}.key`),
    ];
    const whose = ['-days', '2', '-subj', `/CN=${subject}`, '-addext', extensions];
    await run('openssl', ['req', '-x509', ...key, ...whose, '-out', file(`${name}.pem`), ...more]);
  };
  await issue('authority', 'Authority of a test', 'keyUsage=critical,keyCertSign');
  const by = ['-CA', file('authority.pem'), '-CAkey', file('authority.key')];
  await issue('host', host, `subjectAltName=DNS:${host}`, '-addext', 'basicConstraints=CA:FALSE', ...by);
  const files = { certificate: file('host.pem'), key: file('host.key'), both: file('both.pem') };
  const [certificate, key] = [await readFile(files.certificate, 'utf8'), await readFile(files.key, 'utf8')];
  await writeFile(files.both, certificate + key, { mode: 0o600 });
  return { authority: await readFile(file('authority.pem'), 'utf8'), files };
}
