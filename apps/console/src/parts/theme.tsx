import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { remember, remembered } from './remembered.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface Chosen {
  readonly theme: Theme;
  readonly choose: (theme: Theme) => void;
}

const ThemeContext = createContext<Chosen | undefined>(undefined);

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useState(() => THEMES.find((theme) => theme === remembered('theme')) ?? 'system');
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const show = () => {
      document.documentElement.dataset['theme'] =
        theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    show();
    dark.addEventListener('change', show);
    return () => dark.removeEventListener('change', show);
  }, [theme]);
  const chosen = useMemo(() => {
    const choose = (theme: Theme) => {
      remember('theme', theme);
      setTheme(theme);
    };
    return { theme, choose };
  }, [theme]);
  return <ThemeContext value={chosen}>{children}</ThemeContext>;
}

export function useTheme(): Chosen {
  const chosen = use(ThemeContext);
  if (chosen === undefined) throw new Error('there is no ThemeProvider above');
  return chosen;
}
