import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../parts/button.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

/** What is sought stands in the address, so that it can be gone back to and handed on. */
export function SearchBox({ q }: { readonly q: string }) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    void navigate(wanted === '' ? '/' : `/?q=${encodeURIComponent(wanted)}`);
  };
  return (
    <form role="search" className="search" onSubmit={search}>
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={200}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">{words.find}</Button>
      {q !== '' && (
        <Button look="quiet" onPress={() => void navigate('/')}>
          {words.clear}
        </Button>
      )}
    </form>
  );
}
