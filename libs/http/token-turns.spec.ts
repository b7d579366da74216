import { describe, expect, it } from 'vitest';
import { TokenTurns } from './token-turns.js';

describe('TokenTurns', () => {
  it('looks up one guess at a time, and lets who is known pass them', async () => {
    const turns = new TokenTurns();
    await turns.held('Bearer good', true, async () => 'caller');
    let running = 0;
    let most = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const guesses = Array.from({ length: 20 }, (_, index) =>
      turns.held(`Bearer ${index}`, true, async () => {
        running += 1;
        most = Math.max(most, running);
        await gate;
        running -= 1;
        throw new Error('no such token');
      }),
    );
    expect(await turns.held('Bearer good', true, async () => 'caller')).toBe('caller');
    expect(await turns.held('Bearer elsewhere', false, async () => 'other')).toBe('other');
    open();
    expect((await Promise.allSettled(guesses)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(most).toBe(1);
  });

  it('throws what the look-up throws, and forgets nothing by it', async () => {
    const turns = new TokenTurns();
    const fail = () => Promise.reject(new Error('gone'));
    await expect(turns.held('Bearer a', false, fail)).rejects.toThrow('gone');
    await expect(turns.held(undefined, true, fail)).rejects.toThrow('gone');
    expect(await turns.held('Bearer a', true, async () => 1)).toBe(1);
  });
});
