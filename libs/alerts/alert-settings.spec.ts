import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidSettings, loadSettings, systemClock, withRules } from '#libs/kernel';
import { alertRules, alertSettings, channelsOf } from './alert-settings.js';
import { installationAt } from './channel.js';
import { mailServer } from '#libs/mail';

const schema = withRules(z.object(alertSettings), alertRules);
const mail = {
  LECTERN_ALERT_MAIL_TO: 'it@hospital.example, night@hospital.example',
  LECTERN_ALERT_MAIL_FROM: 'lectern@hospital.example',
  LECTERN_SMTP_URL: 'smtp://u:p@mail.hospital.example',
};
const webhook = {
  LECTERN_ALERT_WEBHOOK_URL: 'https://chat.hospital.example/hook?key=1',
  LECTERN_ALERT_WEBHOOK_SECRET: '0123456789abcdef',
};

function problems(environment: Record<string, string>): readonly string[] {
  try {
    loadSettings(schema, environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems;
    throw error;
  }
}

describe('the settings of alerts', () => {
  it('name the ways by which somebody is told, or none', () => {
    const names = (environment: Record<string, string>) =>
      channelsOf(loadSettings(schema, environment), installationAt('https://x.example'), systemClock).map(
        ({ name }) => name,
      );
    expect(names({})).toEqual([]);
    expect(names(mail)).toEqual(['mail']);
    expect(names({ ...mail, ...webhook })).toEqual(['mail', 'webhook']);
  });

  it.each<[Record<string, string>, string]>([
    [
      { LECTERN_ALERT_MAIL_TO: 'it@hospital.example' },
      'LECTERN_SMTP_URL: is needed with LECTERN_ALERT_MAIL_TO',
    ],
    [
      { LECTERN_SMTP_URL: mail.LECTERN_SMTP_URL },
      'LECTERN_ALERT_MAIL_TO: is needed with LECTERN_SMTP_URL: nobody would get a mail',
    ],
    [
      { LECTERN_ALERT_WEBHOOK_SECRET: webhook.LECTERN_ALERT_WEBHOOK_SECRET },
      'LECTERN_ALERT_WEBHOOK_URL: is needed with LECTERN_ALERT_WEBHOOK_SECRET',
    ],
    [
      { ...mail, LECTERN_ALERT_MAIL_TO: 'it@x, IT <it@y>' },
      'LECTERN_ALERT_MAIL_TO: holds something that is no address such as it@hospital.example.org',
    ],
    [
      { ...mail, LECTERN_ALERT_MAIL_FROM: 'a@b\nBcc: c@d' },
      'LECTERN_ALERT_MAIL_FROM: must be an address such as lectern@hospital.example.org',
    ],
    [
      { LECTERN_ALERT_WEBHOOK_URL: 'https://u:p@x.example/' },
      'LECTERN_ALERT_WEBHOOK_URL: must have no user name and no password: LECTERN_ALERT_WEBHOOK_SECRET signs what is sent',
    ],
    [
      { ...mail, LECTERN_SMTP_URL: 'http://x' },
      'LECTERN_SMTP_URL: must be an address such as smtp://user:password@mail.example.org:587',
    ],
    [
      { ...mail, LECTERN_SMTP_URL: 'smtp://x/?pool=true' },
      'LECTERN_SMTP_URL: knows no such option behind the ?, but requireTLS, ignoreTLS, tls.rejectUnauthorized, tls.servername, name',
    ],
  ])('refuse %j', (environment, problem) => {
    expect(problems(environment)).toContain(problem);
  });
});

describe('mailServer', () => {
  it('wants TLS but on this machine, or where the URL says otherwise', () => {
    expect(mailServer('smtps://mail.x')).toMatchObject({ port: 465, secure: true, requireTLS: false });
    expect(mailServer('smtp://mail.x')).toMatchObject({ port: 587, secure: false, requireTLS: true });
    expect(mailServer('smtp://mail.x:25?requireTLS=false')).toMatchObject({ port: 25, requireTLS: false });
    expect(mailServer('smtp://mail.x?ignoreTLS=true')).toMatchObject({ requireTLS: false, ignoreTLS: true });
    for (const host of ['localhost', '127.0.0.2', '[::1]'])
      expect(mailServer(`smtp://${host}:25`)).toMatchObject({ requireTLS: false });
    for (const host of ['127.0.0.1.x.example', 'localhost.x.example'])
      expect(mailServer(`smtp://${host}`)).toMatchObject({ requireTLS: true });
  });

  it('never says anything of a URL that it refuses', () => {
    for (const url of ['smtp://u:s3cret@x/#a/b', 'smtp://u:s3cret%zz@x', 'ftp://u:s3cret@x', 's3cret'])
      expect(() => mailServer(url)).toThrow(/^(?!.*s3cret)/);
  });
});
