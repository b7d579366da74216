import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real mail server on this machine, which keeps what it gets. */
export interface Mailbox {
  readonly port: number;
  /** Each as it came, headers first. */
  readonly mails: readonly {
    readonly to: readonly string[];
    readonly source: string;
    readonly secure: boolean;
  }[];
  close(): Promise<void>;
}

export async function openMailbox(options: SMTPServerOptions & { port?: number } = {}): Promise<Mailbox> {
  const { port = 0, ...more } = options;
  const mails: { to: string[]; source: string; secure: boolean }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...more,
    onData(stream, session, done) {
      text(stream).then((source) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, source, secure: session.secure });
        done();
      }, done);
    },
  });
  // A client that breaks off is no fault of the server's.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
