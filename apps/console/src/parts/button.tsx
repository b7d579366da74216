import type { ComponentProps } from 'react';
import { Link, type LinkProps } from 'react-router';
import './button.css';

type Look = 'main' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'disabled' | 'onClick'> {
  /** `main` once on a page, `plain` for the others, `quiet` where there are many, `danger` for what can't be undone. */
  readonly look?: Look;
  readonly isDisabled?: boolean;
  readonly onPress?: () => void;
}

/** 44 px high at least. It sends no form unless it is of the type that does. */
export function Button({
  look = 'plain',
  type = 'button',
  isDisabled = false,
  onPress,
  ...props
}: ButtonProps) {
  return (
    <button
      {...props}
      type={type}
      disabled={isDisabled}
      onClick={() => onPress?.()}
      className={`button button-${look}`}
    />
  );
}

/** Goes to another page, and looks as a button does. */
export function ButtonLink({ look = 'plain', ...props }: LinkProps & { readonly look?: Look }) {
  return <Link {...props} className={`button button-${look}`} />;
}
