import { z } from 'zod';
import { type Clock, type Rule, setting } from '#libs/kernel';
import { isAddress, Mailer, mailServer } from '#libs/mail';
import type { Channel, Installation } from './channel.js';
import { MailChannel } from './mail-channel.js';
import { WebhookChannel } from './webhook-channel.js';

const MOST_ADDRESSES = 20;

/** Who is told of what goes wrong, and by which ways; for the schema of an app. */
export const alertSettings = {
  LECTERN_ALERT_MAIL_TO: setting
    .list()
    .refine((addresses) => addresses.every(isAddress), {
      message: 'holds something that is no address such as it@hospital.example.org',
    })
    .refine((addresses) => addresses.length <= MOST_ADDRESSES, {
      message: `must have ${MOST_ADDRESSES} addresses or less: give the address of a list`,
    })
    .describe('Addresses that get a mail when something needs an administrator, by commas'),
  LECTERN_ALERT_MAIL_FROM: z
    .string()
    .refine(isAddress, 'must be an address such as lectern@hospital.example.org')
    .optional()
    .describe('The address that these mails come from'),
  LECTERN_SMTP_URL: setting
    .secret(z.string())
    .transform((text, context) => {
      try {
        return mailServer(text);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    })
    .optional()
    .describe(
      'The mail server: `smtp://user:password@host:587`, which must offer STARTTLS, or `smtps://…` (or LECTERN_SMTP_URL_FILE)',
    ),
  LECTERN_NOTICE_MAILS: setting
    .flag(false)
    .describe(
      'Whether people get mails about what is theirs, such as a lesson that could not be processed, by the same mail server',
    ),
  LECTERN_ALERT_WEBHOOK_URL: setting
    .secret(z.url({ protocol: /^https?$/ }))
    .refine((text) => URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '', {
      message: 'must have no user name and no password: LECTERN_ALERT_WEBHOOK_SECRET signs what is sent',
    })
    .optional()
    .describe('The address that gets the same as JSON, by POST (or LECTERN_ALERT_WEBHOOK_URL_FILE)'),
  LECTERN_ALERT_WEBHOOK_SECRET: setting
    .secret(z.string().min(16))
    .optional()
    .describe(
      'Signs what the webhook gets (`Lectern-Signature`), 16 characters or more (or LECTERN_ALERT_WEBHOOK_SECRET_FILE)',
    ),
} as const;

export type AlertSettings = z.output<z.ZodObject<typeof alertSettings>>;

const isMailed = ({ LECTERN_ALERT_MAIL_TO: to }: AlertSettings) => to.length > 0;

/** What must hold between them; for `withRules` of an app's schema. */
export const alertRules: readonly Rule<AlertSettings>[] = [
  ...(['LECTERN_SMTP_URL', 'LECTERN_ALERT_MAIL_FROM'] as const).flatMap((name): Rule<AlertSettings>[] => [
    {
      of: [name, 'LECTERN_ALERT_MAIL_TO'],
      holds: (settings) => !isMailed(settings) || settings[name] !== undefined,
      otherwise: 'is needed with LECTERN_ALERT_MAIL_TO',
    },
    {
      of: [name, 'LECTERN_NOTICE_MAILS'],
      holds: (settings) => !settings.LECTERN_NOTICE_MAILS || settings[name] !== undefined,
      otherwise: 'is needed with LECTERN_NOTICE_MAILS',
    },
    {
      of: ['LECTERN_ALERT_MAIL_TO', name],
      holds: (settings) =>
        isMailed(settings) || settings.LECTERN_NOTICE_MAILS || settings[name] === undefined,
      otherwise: `is needed with ${name}: nobody would get a mail`,
    },
  ]),
  {
    of: ['LECTERN_ALERT_WEBHOOK_URL', 'LECTERN_ALERT_WEBHOOK_SECRET'],
    holds: (settings) =>
      settings.LECTERN_ALERT_WEBHOOK_SECRET === undefined || settings.LECTERN_ALERT_WEBHOOK_URL !== undefined,
    otherwise: 'is needed with LECTERN_ALERT_WEBHOOK_SECRET',
  },
];

/** The ways that the settings name; none where nobody is to be told. */
export function channelsOf(settings: AlertSettings, installation: Installation, clock: Clock): Channel[] {
  const {
    LECTERN_ALERT_MAIL_TO: to,
    LECTERN_ALERT_MAIL_FROM: from,
    LECTERN_SMTP_URL: server,
    LECTERN_ALERT_WEBHOOK_URL: url,
    LECTERN_ALERT_WEBHOOK_SECRET: secret,
  } = settings;
  return [
    ...(server !== undefined && from !== undefined && to.length > 0
      ? [new MailChannel({ server, from, to }, installation)]
      : []),
    ...(url === undefined ? [] : [new WebhookChannel({ url, secret }, installation, clock)]),
  ];
}

/** The way to write to people; undefined where no mail server is set. */
export function mailerOf(settings: AlertSettings): Mailer | undefined {
  const { LECTERN_SMTP_URL: server, LECTERN_ALERT_MAIL_FROM: from } = settings;
  return server === undefined || from === undefined ? undefined : new Mailer(server, from);
}
