import { useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

interface Attempt {
  readonly status: number | null;
  readonly fault: string | null;
}

/** Says what came of an attempt: the answer's status, and why it did not count. */
export function useOutcome(): (attempt: Attempt) => string {
  const words = useWords(WORDS);
  const faults: Readonly<Record<string, string>> = {
    status: words.faultStatus,
    redirect: words.faultRedirect,
    'too-slow': words.faultSlow,
    'name-unknown': words.faultName,
    'address-not-allowed': words.faultAddress,
    'not-encrypted': words.faultPlain,
    'no-connection': words.faultConnection,
    'backlog-full': words.faultBacklog,
    'webhook-disabled': words.faultDisabled,
  };
  return ({ status, fault }) => {
    const parts = status === null ? [] : [words.status(String(status))];
    // Behind `no-connection` stands the system's own code.
    const known = Object.keys(faults).find((each) => fault?.startsWith(each) === true);
    if (fault !== null)
      parts.push(known === undefined ? fault : fault.replace(known, () => faults[known] ?? known));
    return parts.join(' · ');
  };
}
