import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from './button.js';
import { Confirm } from './dialog.js';
import { Failure } from './failure.js';

interface RemoveForGoodProps {
  /** What has to be typed first. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** What is done, as the buttons say it. */
  readonly act: string;
  readonly remove: () => Promise<unknown>;
  /** The page that is shown when it is gone. */
  readonly next: string;
  /** Under which it is kept. */
  readonly queryKey: QueryKey;
  /** Lists that show it, too. */
  readonly outdates: QueryKey;
}

/** Removes what a page is about, and nothing brings back: it has to be named first. */
export function RemoveForGood({
  name,
  title,
  about,
  act,
  remove,
  next,
  queryKey,
  outdates,
}: RemoveForGoodProps) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await navigate(next);
      queries.removeQueries({ queryKey });
      await queries.invalidateQueries({ queryKey: outdates });
    },
  });
  return (
    <div>
      <Button look="danger" onPress={() => setOpen(true)}>
        {act}
      </Button>
      <Confirm
        title={title}
        isOpen={isOpen}
        close={() => setOpen(false)}
        act={act}
        typed={name}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        <p>{about}</p>
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </div>
  );
}
