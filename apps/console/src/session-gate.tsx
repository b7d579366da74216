import { type ReactNode, useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { type Role, SessionContext, useSession, useSessionChange, useSessionQuery } from './api/session.js';
import { goOn, onSignedOut } from './api/signed-out.js';
import { Failure } from './parts/failure.js';

/** Pages for whoever is signed in; others sign in first, and come back to the page that they asked for. */
export function SessionGate() {
  const { data: session, error, refetch } = useSessionQuery();
  const { pathname, search } = useLocation();
  const change = useSessionChange();
  useEffect(() => onSignedOut(() => void change()));
  useEffect(() => {
    if (session !== null && session !== undefined) goOn();
  }, [session]);
  // Who was signed in a moment ago stays so while the link is away.
  if (session === undefined)
    return error === null ? null : <Failure error={error} again={() => void refetch()} isWhole />;
  if (session === null) {
    const back = `${pathname}${search}`;
    const to = back === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`;
    return <Navigate to={to} replace />;
  }
  return (
    <SessionContext value={session}>
      <Outlet />
    </SessionContext>
  );
}

/** What only these roles are shown. */
export function RoleGate({
  roles,
  children,
}: {
  readonly roles: readonly Role[];
  readonly children: ReactNode;
}) {
  return roles.includes(useSession().role) ? children : null;
}
