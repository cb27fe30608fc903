import { useEffect } from 'preact/hooks';

/** Hands over files that are pasted or dropped anywhere on the page. */
export const useTransferredFiles = (take: (transfer: DataTransfer) => void): void =>
  useEffect(() => {
    const given = (event: Event, transfer: DataTransfer | null): void => {
      if (!transfer || transfer.files.length === 0) return;
      event.preventDefault();
      take(transfer);
    };
    const paste = (event: ClipboardEvent): void => given(event, event.clipboardData);
    const drop = (event: DragEvent): void => given(event, event.dataTransfer);
    const over = (event: DragEvent): void => event.preventDefault();
    addEventListener('paste', paste);
    addEventListener('drop', drop);
    addEventListener('dragover', over);
    return () => {
      removeEventListener('paste', paste);
      removeEventListener('drop', drop);
      removeEventListener('dragover', over);
    };
  }, []);
