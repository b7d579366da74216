import { z } from 'zod';
import { alertRules, alertSettings, channelsOf, installationAt } from '#libs/alerts';
import { InvalidSettings, loadSettings, randomToken, systemClock, withRules } from '#libs/kernel';
import { type Command, CommandUsage } from '../command.js';

const SCHEMA = withRules(
  z.object({
    ...alertSettings,
    LECTERN_PUBLIC_URL: z.url().optional(),
    LECTERN_DELIVERY_URL: z.url().optional(),
  }),
  alertRules,
);

/** Sends a test by each way that the settings of this environment name, as the uploader would send an alert. */
export const tryAlerts: Command = {
  wants: '',
  about:
    'sends a test to the mail addresses and the webhook of the settings (ends with 1 where one is not taken)',
  async run(given) {
    if (given.length > 0) throw new CommandUsage('It wants no arguments, but the settings of the uploader.');
    const settings = read();
    const { LECTERN_PUBLIC_URL, LECTERN_DELIVERY_URL = 'http://localhost' } = settings;
    const channels = channelsOf(
      settings,
      installationAt(LECTERN_PUBLIC_URL ?? LECTERN_DELIVERY_URL),
      systemClock,
    );
    if (channels.length === 0)
      throw new CommandUsage(
        'Nobody is told: neither LECTERN_ALERT_MAIL_TO nor LECTERN_ALERT_WEBHOOK_URL is set.',
      );
    let failures = 0;
    for (const channel of channels) {
      const sent = await channel.send(test(), AbortSignal.timeout(60_000)).then(
        () => 'taken',
        (error: Error) => error.message,
      );
      if (sent !== 'taken') failures += 1;
      console.log(`${channel.name}: ${sent}`);
    }
    return failures === 0 ? 0 : 1;
  },
};

function read() {
  try {
    return loadSettings(SCHEMA, process.env);
  } catch (error) {
    if (error instanceof InvalidSettings) throw new CommandUsage(error.message);
    throw error;
  }
}

function test() {
  return {
    id: randomToken(22),
    event: 'test',
    alert: 'test',
    severity: 'warning',
    summary: 'Somebody tries whether alerts arrive.',
    begunAt: new Date().toISOString(),
    endedAt: null,
  } as const;
}
