import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import './field.css';

interface Told {
  readonly label: string;
  /** Said below it, before anything is wrong. */
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly error?: string | undefined;
}

function Field({
  id,
  label,
  hint,
  error,
  children,
}: Told & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Told) {
  const by = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return {
    'aria-describedby': by.length > 0 ? by.join(' ') : undefined,
    'aria-invalid': error !== undefined,
  };
}

export function TextInput({ label, hint, error, ...props }: Told & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Field {...{ id, label, hint, error }}>
      <input {...props} id={id} {...described(id, { label, hint, error })} />
    </Field>
  );
}

export function TextArea({ label, hint, error, ...props }: Told & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Field {...{ id, label, hint, error }}>
      <textarea rows={4} {...props} id={id} {...described(id, { label, hint, error })} />
    </Field>
  );
}

/** The browser's own, which phones show as they show all others. */
export function Choice({ label, hint, error, ...props }: Told & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Field {...{ id, label, hint, error }}>
      <select {...props} id={id} {...described(id, { label, hint, error })} />
    </Field>
  );
}

export function CheckBox({ label, ...props }: { readonly label: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className="check">
      <input type="checkbox" {...props} />
      <span>{label}</span>
    </label>
  );
}
