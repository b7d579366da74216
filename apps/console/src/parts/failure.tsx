import { useState } from 'react';
import { ApiProblem } from '../api/problem.js';
import { copy } from './copy.js';
import { useSentence } from '../words/sentences.js';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { Button } from './button.js';
import { Notice } from './notice.js';

const WORDS = defineWords({
  'zh-CN': {
    again: '再试一次',
    request: (id: string) => `请求编号 ${id}`,
    copy: '复制编号',
    copied: '已复制',
  },
  en: {
    again: 'Try again',
    request: (id: string) => `Request ${id}`,
    copy: 'Copy the number',
    copied: 'Copied',
  },
});

interface FailureProps {
  readonly error: unknown;
  /** What trying again means here; no button without it. */
  readonly again?: (() => void) | undefined;
  /** In the place of a whole page. */
  readonly isWhole?: boolean;
}

/** What went wrong, in the sentence for its code, what to do next, and the number by which the operator finds it. */
export function Failure({ error, again, isWhole = false }: FailureProps) {
  const words = useWords(WORDS);
  const { what, next } = useSentence(error);
  const [isCopied, setCopied] = useState(false);
  const id = error instanceof ApiProblem ? error.requestId : undefined;
  return (
    <Notice kind="bad" title={what} isWhole={isWhole}>
      {next !== '' && <p>{next}</p>}
      {(again !== undefined || id !== undefined) && (
        <div className="notice-actions">
          {again !== undefined && <Button onPress={again}>{words.again}</Button>}
          {id !== undefined && (
            <Button look="quiet" onPress={() => void copy(id).then(setCopied)}>
              {isCopied ? words.copied : words.request(id)}
              <span className="visually-hidden"> {words.copy}</span>
            </Button>
          )}
        </div>
      )}
    </Notice>
  );
}
