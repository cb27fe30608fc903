/** A button that opens a picture: a file, or with `capture` what a telephone's camera takes. */
export const FileButton = ({
  label,
  capture,
  onFile,
}: {
  readonly label: string;
  readonly capture?: 'environment';
  readonly onFile: (file: File) => void;
}) => (
  <label class="button">
    {label}
    <input
      type="file"
      accept="image/*"
      class="hidden"
      {...(capture && { capture })}
      onChange={({ currentTarget }) => {
        const file = currentTarget.files?.[0];
        if (file) onFile(file);
        currentTarget.value = '';
      }}
    />
  </label>
);
