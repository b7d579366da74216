import { type DragEvent, useRef, useState } from 'react';
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
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer).then(onFiles);
  };
  const choose = () => {
    if (canKeepHandles) void picked(!isOne).then((files) => onFiles({ files, hasFolder: false }));
    else input.current?.click();
  };
  return (
    <div
      className={`drop${isOver ? ' drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{isOver ? words.dropHere : words.drop}</p>
      <Button look="main" onPress={choose}>
        {words.choose}
      </Button>
      <p className="drop-about">{words.about}</p>
      <input
        ref={input}
        type="file"
        multiple={!isOne}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={words.choose}
        onChange={({ target }) => {
          onFiles({ files: [...(target.files ?? [])].map((file) => ({ file })), hasFolder: false });
          target.value = '';
        }}
      />
    </div>
  );
}
