import { useEffect } from 'react';

/** Names the page in the browser's tab and history, which screen readers read out first. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Lectern' : `${title} · Lectern`;
  }, [title]);
}
