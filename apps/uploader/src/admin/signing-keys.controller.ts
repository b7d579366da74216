import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { KeyRingNotWritable, type KeyRingWatch, KeyRotationRunning, type RingKey } from '#libs/signing';
import { KEY_RING } from '../ground.module.js';
import { Raises } from '../rest/openapi/describing.js';
import { SigningKeyRounds } from './signing-key-rounds.js';

const keysView = z
  .object({
    items: z.array(
      z.object({
        kid: z.string().describe('Its id, which every URL that it signed names'),
        state: z.enum(['signing', 'verifying']),
        since: z.iso.datetime().nullable().describe('null where its ring does not say'),
        signsFrom: z.iso.datetime().nullable().describe('Of a new key: when it begins to sign'),
        until: z.iso.datetime().nullable().describe('Of an old key: when its last URL is dead, and it goes'),
      }),
    ),
  })
  .meta({
    id: 'SigningKeys',
    examples: [
      {
        items: [
          {
            kid: '5f0c21aa',
            state: 'signing',
            since: '2026-11-30T08:01:00.000Z',
            signsFrom: null,
            until: null,
          },
          {
            kid: '9b1d4e07',
            state: 'verifying',
            since: '2026-11-30T08:01:00.000Z',
            signsFrom: null,
            until: '2026-12-01T08:06:00.000Z',
          },
        ],
      },
    ],
  });

/** The keys that sign URLs; their secrets are told to nobody. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/signing-keys')
export class SigningKeysController {
  constructor(
    @Inject(KEY_RING) private readonly keyRing: KeyRingWatch,
    @Inject(SigningKeyRounds) private readonly rounds: SigningKeyRounds,
  ) {}

  @Get()
  @Roles('admin', 'auditor')
  @ApiOperation({
    operationId: 'listSigningKeys',
    summary: 'The keys of the ring in force, without their secrets',
  })
  @ApiResponse({ status: 200, description: 'The keys', standardSchema: keysView })
  list(): z.input<typeof keysView> {
    return viewOf(this.keyRing.current.keys);
  }

  @Post('rotate')
  @HttpCode(202)
  @Roles('admin')
  @ApiOperation({
    operationId: 'rotateSigningKey',
    summary:
      'Begins to change the signing key: a new one signs after a minute, the old one verifies until its last URL is dead',
  })
  @Raises(
    new KeyRotationRunning('5f0c21aa', '2026-11-30T08:01:00.000Z'),
    new KeyRingNotWritable([
      'Add a new key as "verifying" to the ring where it is kept, and apply it everywhere.',
    ]),
  )
  @ApiResponse({ status: 202, description: 'The keys, the new one among them', standardSchema: keysView })
  async rotate(@CurrentCaller() caller: Caller): Promise<z.input<typeof keysView>> {
    return viewOf(await this.rounds.begin(caller.subject));
  }
}

function viewOf(keys: readonly RingKey[]): z.input<typeof keysView> {
  return {
    items: keys.map(({ kid, state, since, signsFrom, until }) => ({
      kid,
      state,
      since: since?.toISOString() ?? null,
      signsFrom: signsFrom?.toISOString() ?? null,
      until: until?.toISOString() ?? null,
    })),
  };
}
