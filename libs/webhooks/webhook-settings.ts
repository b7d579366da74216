import { isNetwork } from '#libs/egress';
import { setting } from '#libs/kernel';

/** Where webhooks may go; for the schema of an app. */
export const webhookSettings = {
  LECTERN_WEBHOOK_NETWORKS: setting
    .list()
    .refine((items) => items.every(isNetwork), {
      message: 'holds something that is neither an IP address nor a CIDR block',
    })
    .describe(
      'Private networks that webhooks may be sent to, also without TLS, by commas: addresses or blocks such as `10.20.0.0/16`; none but public addresses when empty',
    ),
} as const;
