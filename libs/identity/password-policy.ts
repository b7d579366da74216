import { PasswordRefused } from './identity.errors.js';

/** In characters, as people count them. */
export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;

/** Of those of 12 characters and more that leaked lists have most often, and what people type when they are asked for twelve. */
const COMMON: ReadonlySet<string> = new Set(
  [
    'password1234 password12345 password123456 password123! passwordpassword mypassword123 newpassword123',
    'passw0rd1234 p@ssw0rd1234 p@ssword1234 p@ssw0rd123! administrator administrator1 admin123456! admin1234567',
    'admin12345678 adminadmin123 qwerty123456 qwertyuiop12 qwertyuiop123 qwertyuiop[] qwerty1234567 qwertyqwerty',
    '1qaz2wsx3edc 1qaz2wsx3edc4rfv qazwsxedcrfv zaq12wsxcde3 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i q1w2e3r4t5y6',
    'abc123456789 abcd12345678 a12345678910 aa1234567890 123456789abc 123456789012 1234567891011 123456abcdef',
    'abcdefg12345 asdfghjkl123 asdfghjkl;12 asdf12345678 zxcvbnm12345 iloveyou1234 iloveyou12345 iloveyouforever',
    'woaini1314520 woaini5201314 woaini123456 5201314woaini 5201314520131 wodemima1234 mima12345678',
    'welcome12345 welcome123456 welcome2024! welcome2025! welcome2026! changeme1234 changeme12345 letmein12345',
    'trustno1trustno1 football1234 superman1234 dragon123456 princess1234 sunshine1234 unknown12345',
    'hospital1234 hospital12345 hospital123456 doctor123456 doctor1234567 lecture12345 lectern12345 lectern123456',
  ].flatMap((line) => line.split(' ')),
);

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];
const LEAST_OF_THEIR_OWN = 6;

/** A password in the one form that is hashed: the same however a keyboard composes its characters (NFC). */
export function normalisedPassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Holds a new password to what NIST SP 800-63B asks: a length, none of those that are tried first, nothing made of the
 * account itself. Of which characters it is made is nobody's business.
 *
 * @param password as `normalisedPassword` gives it
 * @param about whose it is to be: their id, e-mail address and name, as far as they are known
 * @throws PasswordRefused
 */
export function requireGoodPassword(password: string, about: readonly (string | null)[]): void {
  const { least, most } = PASSWORD_LENGTH;
  const length = Array.from(password).length;
  const refuse = (reason: ConstructorParameters<typeof PasswordRefused>[0]) =>
    new PasswordRefused(reason, { least, most });
  if (length < least) throw refuse('too-short');
  if (length > most) throw refuse('too-long');
  const plain = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(plain) || isRepeated(plain) || isRow(plain)) throw refuse('common');
  if (about.some((known) => isMadeOf(plain, known))) throw refuse('of-yourself');
}

/** A few characters again and again. */
function isRepeated(plain: string): boolean {
  return /^(.{1,4}?)\1*$/su.test(plain) || new Set(plain).size < 4;
}

/** Keys or numbers in their order, forwards or backwards. */
function isRow(plain: string): boolean {
  const backwards = Array.from(plain).toReversed().join('');
  return ROWS.some((row) => row.repeat(2).includes(plain) || row.repeat(2).includes(backwards));
}

function isMadeOf(plain: string, known: string | null): boolean {
  const words = (known ?? '').normalize('NFKC').toLowerCase().split(/[@\s]/u);
  return words.some((word) => {
    if (word.length < 3 || !plain.includes(word)) return false;
    return Array.from(plain.replaceAll(word, '')).length < LEAST_OF_THEIR_OWN;
  });
}
