import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { BASE } from './api/client.js';
import { ApiProblem } from './api/problem.js';
import { SessionGate } from './session-gate.js';
import { Shell } from './shell.js';
import { ThemeProvider } from './parts/theme.js';
import { LanguageProvider } from './words/language.js';

const Embed = lazy(() => import('./pages/embed/embed.js'));
const Home = lazy(() => import('./pages/home/home.js'));
const Account = lazy(() => import('./pages/account/account.js'));
const Admin = lazy(() => import('./pages/admin/admin.js'));
const Continue = lazy(() => import('./pages/continue/continue.js'));
const Course = lazy(() => import('./pages/course/course.js'));
const Edit = lazy(() => import('./pages/edit/edit.js'));
const EditCourse = lazy(() => import('./pages/course/edit-course.js'));
const NewCourse = lazy(() => import('./pages/course/new-course.js'));
const Invitation = lazy(() => import('./pages/invitation/invitation.js'));
const Mine = lazy(() => import('./pages/mine/mine.js'));
const SignIn = lazy(() => import('./pages/sign-in/sign-in.js'));
const Upload = lazy(() => import('./pages/upload/upload.js'));
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
