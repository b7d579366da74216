import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { BASE } from './api/client.js';
import { ApiProblem } from './api/problem.js';
import { RoleGate, SessionGate } from './session-gate.js';
import { Shell } from './shell.js';
import { ThemeProvider } from './parts/theme.js';
import { LanguageProvider } from './words/language.js';

const Home = lazy(() => import('./pages/home/home.js'));
const SignIn = lazy(() => import('./pages/sign-in/sign-in.js'));
const Watch = lazy(() => import('./pages/watch/watch.js'));
const NotFound = lazy(() => import('./pages/not-found.js'));

const MOST_TRIES = 3;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say what has changed.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays one; a link that breaks comes back.
      retry: (tries, error) => tries < MOST_TRIES && !(error instanceof ApiProblem && error.status < 500),
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <ThemeProvider>
          <BrowserRouter basename={BASE.pathname.replace(/\/$/, '')}>
            <Pages />
          </BrowserRouter>
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}

function Pages() {
  return (
    <Routes>
      <Route path="sign-in" element={<SignIn />} />
      <Route element={<SessionGate />}>
        <Route element={<Shell />}>
          <Route index element={<Home />} />
          <Route path="watch/:id" element={<Watch />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Route>
    </Routes>
  );
}
