/** A button that opens files: one or several of a kind, a folder of them, or with `capture` what a telephone's camera takes. */
export const FileButton = ({
  label,
  accept,
  capture,
  multiple = false,
  isFolder = false,
  onFiles,
}: {
  readonly label: string;
  readonly accept?: string | undefined;
  readonly capture?: 'environment';
  readonly multiple?: boolean;
  readonly isFolder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}) => (
  <label class="button">
    {label}
    <input
      type="file"
      class="hidden"
      accept={accept}
      multiple={multiple}
      capture={capture}
      {...(isFolder && { webkitdirectory: true })}
      onChange={({ currentTarget }) => {
        onFiles([...(currentTarget.files ?? [])]);
        currentTarget.value = '';
      }}
    />
  </label>
);
