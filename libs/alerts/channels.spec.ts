import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#libs/kernel';
import type { Notice } from './alert.js';
import { installationAt } from './channel.js';
import { MailChannel } from './mail-channel.js';
import { mailServer } from '#libs/mail';
import { openMailbox } from '../mail/testing/mailbox.js';
import { WebhookChannel } from './webhook-channel.js';

const installation = installationAt('https://learn.county-hospital.example/media');
const never = new AbortController().signal;
const begun: Notice = {
  id: 'a1b2c3d4',
  event: 'begun',
  alert: 'storage-filling',
  severity: 'warning',
  summary: 'The storage is 87 % full. Encoding waits until there is room.',
  begunAt: '2026-11-29T10:00:00.000Z',
  endedAt: null,
};
const ended: Notice = { ...begun, event: 'ended', endedAt: '2026-11-29T11:00:00.000Z' };

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function mailbox(options: Parameters<typeof openMailbox>[0] = {}) {
  const box = await openMailbox(options);
  opened.push(() => box.close());
  return box;
}

function mail(url: string, allMs?: number) {
  const settings = { server: mailServer(url), from: 'lectern@hospital.example', to: ['it@hospital.example'] };
  return new MailChannel(settings, installation, allMs);
}

/** A server that says nothing of its own accord, but what `speak` does with each connection. */
async function tcp(speak: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    speak(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

describe('MailChannel', () => {
  it('sends what is so, since when, where, and where to read on', async () => {
    const box = await mailbox();
    const channel = mail(`smtp://127.0.0.1:${box.port}`);
    await channel.send(begun, never);
    await channel.send(ended, never);
    const [first, second] = box.mails;
    expect(first?.to).toEqual(['it@hospital.example']);
    expect(first?.source).toContain(
      'Subject: [Lectern] the storage is filling (learn.county-hospital.example)',
    );
    expect(first?.source).toContain('Auto-Submitted: auto-generated');
    expect(first?.source).toContain('The storage is 87 % full.');
    expect(first?.source).toContain('Since:         2026-11-29T10:00:00.000Z');
    expect(first?.source).toContain('https://learn.county-hospital.example/media');
    expect(first?.source).toContain('section "Alerts"');
    expect(second?.source).toMatch(/Subject: \[Lectern\] over: the storage is filling/);
    expect(second?.source).toContain('Until:         2026-11-29T11:00:00.000Z');
  });

  it('makes no header of what stands in a name', async () => {
    const box = await mailbox();
    const summary = 'The quota of Ward 7\r\nBcc: stranger@example.net\r\n\u2028\u0000Hi is 97 % full.';
    const strange = installationAt('https://x.example');
    const channel = new MailChannel(
      {
        server: mailServer(`smtp://127.0.0.1:${box.port}`),
        from: 'lectern@hospital.example',
        to: ['it@hospital.example'],
      },
      { ...strange, name: 'x\r\nBcc: stranger@example.net\r\n\r\nbody' },
    );
    await channel.send({ ...begun, alert: 'quota-nearly-full', summary }, never);
    const [headers = '', body = ''] = box.mails[0]?.source.split(/\r\n\r\n/) ?? [];
    expect(box.mails[0]?.to).toEqual(['it@hospital.example']);
    expect(headers).not.toMatch(/^Bcc:/im);
    expect(headers.match(/^Subject:/gim)).toHaveLength(1);
    expect(body).toContain('Ward 7');
  });

  it('logs in, over STARTTLS', async () => {
    const logins: unknown[] = [];
    const box = await mailbox({
      disabledCommands: [],
      authOptional: false,
      onAuth({ username, password }, _session, done) {
        logins.push([username, password]);
        done(null, { user: username });
      },
    });
    const url = `smtp://lectern:p%40ss%2Fword@127.0.0.1:${box.port}?requireTLS=true&tls.rejectUnauthorized=false`;
    await mail(url).send(begun, never);
    expect(logins).toEqual([['lectern', 'p@ss/word']]);
    expect(box.mails).toMatchObject([{ secure: true }]);
  });

  it('sends nothing in the clear to a server that offers no TLS, and nothing to one whose certificate is unknown', async () => {
    const [plain, unknown] = [await mailbox(), await mailbox({ disabledCommands: [] })];
    for (const box of [plain, unknown]) {
      const channel = mail(`smtp://u:secret@127.0.0.1:${box.port}?requireTLS=true`);
      const refusal = await channel.send(begun, never).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'NoticeNotTaken' });
      expect(String(refusal)).not.toContain('secret');
      expect(box.mails).toEqual([]);
    }
  });

  it('says with a code why a mail was not taken', async () => {
    const box = await mailbox({
      onRcptTo: (_address, _session, done) =>
        done(Object.assign(new Error('secret words'), { responseCode: 550 })),
    });
    await expect(mail(`smtp://127.0.0.1:${box.port}`).send(begun, never)).rejects.toThrow(
      /^The mail server did not take the mail \(EENVELOPE 550 RCPT TO\)\.$/,
    );
    await box.close();
    await expect(mail(`smtp://127.0.0.1:${box.port}`).send(begun, never)).rejects.toThrow(
      /ECONNECTION|ECONNREFUSED|ESOCKET/,
    );
  });

  it('gives up on a server that says one word after the other and comes to no end', async () => {
    const { port, sockets } = await tcp((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(mail(`smtp://127.0.0.1:${port}`, 200).send(begun, never)).rejects.toThrow(
      'it took too long',
    );
    await expect.poll(() => [...sockets].every((socket) => socket.destroyed)).toBe(true);
  });
});

describe('WebhookChannel', () => {
  async function receiver(listener: RequestListener) {
    const server = createServer(listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    opened.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  it('sends JSON that its receiver can verify', async () => {
    const got: { headers: IncomingHttpHeaders; body: string }[] = [];
    const url = await receiver((request, response) => {
      void text(request).then((body) => {
        got.push({ headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    const secret = 'a-secret-of-enough-letters';
    const clock = { now: () => new Date('2026-11-29T10:05:00.700Z') };
    await new WebhookChannel({ url, secret }, installation, clock).send(begun, never);
    await new WebhookChannel({ url, secret: undefined }, installation, clock).send(ended, never);
    const [first, second] = got;
    expect(JSON.parse(first?.body ?? '')).toEqual({
      id: 'a1b2c3d4',
      event: 'begun',
      alert: 'storage-filling',
      severity: 'warning',
      summary: begun.summary,
      begun_at: '2026-11-29T10:00:00.000Z',
      ended_at: null,
      installation: 'https://learn.county-hospital.example/media',
    });
    expect(first?.headers['content-type']).toBe('application/json');
    const mac = createHmac('sha256', secret).update(`1795946700.${first?.body}`).digest('hex');
    expect(first?.headers['lectern-signature']).toBe(`t=1795946700,v1=${mac}`);
    expect(JSON.parse(second?.body ?? '')).toMatchObject({ event: 'ended', ended_at: ended.endedAt });
    expect(second?.headers['lectern-signature']).toBeUndefined();
  });

  it('follows no redirect, and takes no other status for a yes', async () => {
    const asked: string[] = [];
    const url = await receiver((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(asked.length === 1 ? 307 : 500, { location: '/elsewhere' }).end('why');
    });
    const channel = new WebhookChannel({ url, secret: undefined }, installation, systemClock);
    await expect(channel.send(begun, never)).rejects.toThrow('(status 307)');
    await expect(channel.send(begun, never)).rejects.toThrow('(status 500)');
    expect(asked).toEqual(['/hook', '/hook']);
  });

  it('reads no body, however long, and waits for no answer for ever', async () => {
    let cut = 0;
    const endless = await receiver((_request, response) => {
      response.writeHead(200);
      const write = () => void response.write(Buffer.alloc(65_536), (error) => error ?? write());
      write();
      response.on('close', () => (cut += 1));
    });
    await new WebhookChannel({ url: endless, secret: undefined }, installation, systemClock).send(
      begun,
      never,
    );
    await expect.poll(() => cut).toBe(1);
    const silent = await receiver(() => undefined);
    const slow = new WebhookChannel({ url: silent, secret: undefined }, installation, systemClock, 100);
    await expect(slow.send(begun, never)).rejects.toThrow('it took too long');
  });

  it('stops when it is told to', async () => {
    const stopping = new AbortController();
    const url = await receiver(() => stopping.abort());
    const channel = new WebhookChannel({ url, secret: undefined }, installation, systemClock);
    await expect(channel.send(begun, stopping.signal)).rejects.toThrow('The webhook did not take');
  });
});
