import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { BASE } from './api/base.js';
import { ApiProblem } from './api/problem.js';
import { PAGES } from './pages.js';
import { SessionGate } from './session-gate.js';
import { Shell } from './shell.js';
import { ThemeProvider } from './parts/theme.js';
import { LanguageProvider } from './words/language.js';

const Embed = lazy(PAGES.embed);
const Home = lazy(PAGES.home);
const Account = lazy(PAGES.account);
const Admin = lazy(PAGES.admin);
const Continue = lazy(PAGES.continue);
const Course = lazy(PAGES.course);
const Edit = lazy(PAGES.edit);
const EditCourse = lazy(PAGES.editCourse);
const NewCourse = lazy(PAGES.newCourse);
const Invitation = lazy(PAGES.invitation);
const Mine = lazy(PAGES.mine);
const SignIn = lazy(PAGES.signIn);
const Upload = lazy(PAGES.upload);
const Watch = lazy(PAGES.watch);
const NotFound = lazy(PAGES.notFound);

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
            <Suspense>
              <Pages />
            </Suspense>
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
      <Route path="invitation" element={<Invitation />} />
      <Route path="embed/:id" element={<Embed />} />
      <Route path="continue" element={<Continue />} />
      <Route element={<SessionGate />}>
        <Route element={<Shell />}>
          <Route index element={<Home />} />
          <Route path="courses/new" element={<NewCourse />} />
          <Route path="courses/:id" element={<Course />} />
          <Route path="courses/:id/edit" element={<EditCourse />} />
          <Route path="lessons/:id/edit" element={<Edit />} />
          <Route path="admin/*" element={<Admin />} />
          <Route path="upload" element={<Upload />} />
          <Route path="account" element={<Account />} />
          <Route path="mine" element={<Mine />} />
          <Route path="watch/:id" element={<Watch />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Route>
    </Routes>
  );
}
