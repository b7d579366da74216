import { afterEach, expect, it, vi } from 'vitest';
import { openMailbox } from '../../../../libs/mail/testing/mailbox.js';
import { described } from '../installation.js';
import { tryAlerts } from './try-alerts.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('sends a test by each way of the settings, and says which was taken', async () => {
  const box = await openMailbox();
  const lines: unknown[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  vi.stubEnv('LECTERN_ALERT_MAIL_TO', 'it@hospital.example');
  vi.stubEnv('LECTERN_ALERT_MAIL_FROM', 'lectern@hospital.example');
  vi.stubEnv('LECTERN_SMTP_URL', `smtp://127.0.0.1:${box.port}`);
  vi.stubEnv('LECTERN_PUBLIC_URL', 'https://learn.hospital.example');
  expect(await tryAlerts.run([], described)).toBe(0);
  await box.close();
  expect(lines).toEqual(['mail: taken']);
  expect(box.mails[0]?.source).toContain('Subject: [Lectern] this is a test (learn.hospital.example)');
  vi.stubEnv('LECTERN_ALERT_WEBHOOK_URL', `http://127.0.0.1:${box.port}/`);
  expect(await tryAlerts.run([], described)).toBe(1);
  expect(lines).toContain('webhook: The webhook did not take the notice (ECONNREFUSED).');
});

it('says what is missing where nobody is told', async () => {
  await expect(tryAlerts.run([], described)).rejects.toThrow('neither LECTERN_ALERT_MAIL_TO nor');
  vi.stubEnv('LECTERN_ALERT_MAIL_TO', 'it@hospital.example');
  await expect(tryAlerts.run([], described)).rejects.toThrow(
    'LECTERN_SMTP_URL: is needed with LECTERN_ALERT_MAIL_TO',
  );
});
