import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { Button } from './button.js';
import { TextInput } from './field.js';
import './dialog.css';

const WORDS = defineWords({
  'zh-CN': {
    cancel: '取消',
    typed: (name: string) => `请输入“${name}”以确认`,
  },
  en: {
    cancel: 'Cancel',
    typed: (name: string) => `Type “${name}” to confirm`,
  },
});

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

/** Over the page, which waits. Escape and a press beside it close it, and the focus goes back to where it was. */
export function Dialog({ isOpen, ...opened }: DialogProps) {
  return isOpen && <OpenDialog {...opened} />;
}

function OpenDialog({ title, close, children }: Omit<DialogProps, 'isOpen'>) {
  const frame = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const dialog = frame.current;
    dialog?.showModal();
    // Only one that is closed gives the focus back.
    return () => dialog?.close();
  }, []);
  return createPortal(
    <dialog
      ref={frame}
      className="dialog-frame"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
    >
      <div className="dialog">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}

interface ConfirmProps extends Omit<DialogProps, 'children'> {
  readonly children?: ReactNode;
  /** What is done, as the button says it. */
  readonly act: string;
  readonly onConfirm: () => void;
  /** What has to be typed first, where nothing brings it back. */
  readonly typed?: string;
  readonly isBusy?: boolean;
}

/** Asks before something is done. */
export function Confirm({ title, isOpen, close, ...question }: ConfirmProps) {
  return (
    <Dialog title={title} isOpen={isOpen} close={close}>
      <Question close={close} {...question} />
    </Dialog>
  );
}

/** Made anew each time that it is asked, so that nothing stands typed from the time before. */
function Question({
  act,
  onConfirm,
  typed,
  isBusy = false,
  close,
  children,
}: Omit<ConfirmProps, 'title' | 'isOpen'>) {
  const words = useWords(WORDS);
  const [text, setText] = useState('');
  const isMeant = typed === undefined || text.trim() === typed.trim();
  return (
    <>
      {children}
      {typed !== undefined && (
        <TextInput
          label={words.typed(typed)}
          value={text}
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
        />
      )}
      <div className="dialog-actions">
        <Button onPress={close}>{words.cancel}</Button>
        <Button
          look={typed === undefined ? 'main' : 'danger'}
          isDisabled={!isMeant || isBusy}
          onPress={onConfirm}
        >
          {act}
        </Button>
      </div>
    </>
  );
}
