import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

interface VersionedSave<Edit, Saved> {
  /** Under which the edited thing is kept. */
  readonly queryKey: QueryKey;
  /** The version that the person sees. */
  readonly version: number;
  readonly save: (edit: Edit, ifMatch: { 'If-Match': string }) => Promise<Saved>;
  /** Lists that show it, too. */
  readonly outdates: QueryKey;
}

/**
 * Saves an edit of what the person sees, and nothing else: where another has changed it meanwhile, nothing is written,
 * and theirs is loaded, to be shown with `isConflict`.
 */
export function useVersionedSave<Edit, Saved>({
  queryKey,
  version,
  save,
  outdates,
}: VersionedSave<Edit, Saved>) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (edit: Edit) => save(edit, { 'If-Match': `"${version}"` }),
    onSuccess: async (saved) => {
      queries.setQueryData(queryKey, saved);
      await queries.invalidateQueries({ queryKey: outdates });
    },
    onError: (error) => (isStale(error) ? queries.invalidateQueries({ queryKey }) : undefined),
  });
  const isConflict = isStale(saving.error);
  return {
    mutate: (edit: Edit) => saving.mutate(edit),
    isPending: saving.isPending,
    isDone: saving.isSuccess,
    isConflict,
    failure: isConflict ? undefined : (saving.error ?? undefined),
  };
}

function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}
