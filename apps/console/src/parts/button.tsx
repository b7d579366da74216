import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Link, type LinkProps } from 'react-router';
import './button.css';

type Look = 'main' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  /** `main` once on a page, `plain` for the others, `quiet` where there are many, `danger` for what can't be undone. */
  readonly look?: Look;
  readonly children: ReactNode;
}

/** 44 px high at least, and the same by keyboard, mouse and finger. */
export function Button({ look = 'plain', children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`button button-${look}`}>
      {children}
    </AriaButton>
  );
}

/** Goes to another page, and looks as a button does. */
export function ButtonLink({ look = 'plain', ...props }: LinkProps & { readonly look?: Look }) {
  return <Link {...props} className={`button button-${look}`} />;
}
