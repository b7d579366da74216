import { useEffect, useRef, useState } from 'react';
import { Button } from '../../parts/button.js';
import { useWords } from '../../words/language.js';
import { canKeepHandles, dropped, type Picked, picked } from './dropped.js';
import { WORDS } from './words.js';

interface FileDropProps {
  readonly isOne: boolean;
  readonly onFiles: (taken: { files: readonly Picked[]; hasFolder: boolean }) => void;
}

/** Where files are dropped or chosen; on a phone the button opens the gallery. */
export function FileDrop({ isOne, onFiles }: FileDropProps) {
  const words = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  // Anywhere on the page: beside the frame the browser would leave the page for the file.
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(false);
      void dropped(event.dataTransfer).then(onFiles);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [onFiles]);
  const choose = () => {
    if (canKeepHandles) void picked(!isOne).then((files) => onFiles({ files, hasFolder: false }));
    else input.current?.click();
  };
  return (
    <div className={`drop${isOver ? ' drop-over' : ''}`}>
      <p>{isOver ? words.dropHere : words.drop}</p>
      <Button look="main" onPress={choose}>
        {words.choose}
      </Button>
      <p className="drop-about">{words.about}</p>
      <input
        ref={input}
        type="file"
        multiple={!isOne}
        hidden
        onChange={({ target }) => {
          onFiles({ files: [...(target.files ?? [])].map((file) => ({ file })), hasFolder: false });
          target.value = '';
        }}
      />
    </div>
  );
}
