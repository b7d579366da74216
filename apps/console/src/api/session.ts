import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { Schemas } from '#libs/client';
import { api } from './client.js';
import { isSignedOut, told } from './problem.js';

export type Session = Schemas['SignInSession'];
export type Role = Session['role'];
export const ROLES: readonly Role[] = ['doctor', 'unit-admin', 'admin', 'auditor'];

const SESSION = ['session'] as const;

/** Who is signed in: null for nobody, undefined until it is known. */
export function useSessionQuery() {
  return useQuery({
    queryKey: SESSION,
    queryFn: async () => {
      try {
        return await told(api.GET('/v1/session'));
      } catch (error) {
        if (isSignedOut(error)) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Somebody may have signed in, or out, in another tab.
    refetchOnWindowFocus: 'always',
  });
}

/** For whoever has just signed in or out, or was refused as nobody: what was loaded for the one before is forgotten. */
export function useSessionChange() {
  const queries = useQueryClient();
  return async (session?: Session | null) => {
    if (session === undefined) return queries.invalidateQueries({ queryKey: SESSION });
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
    queries.setQueryData(SESSION, session);
  };
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in, on pages that are shown to nobody else. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('there is no SessionContext above');
  return session;
}
