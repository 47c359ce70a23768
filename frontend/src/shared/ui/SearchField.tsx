import { TextInput, type TextInputProps } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTypedText } from "./useTypedText";

type SearchFieldProps = Pick<TextInputProps, "className" | "placeholder" | "size"> & {
  label: string;
  value: string;
  /** Called after a pause in typing, or when the field loses the focus. */
  onSearch: (text: string) => void;
};

export function SearchField({ label, value, onSearch, placeholder = label, ...others }: SearchFieldProps) {
  const typed = useTypedText(value, onSearch);
  return (
    <TextInput
      {...others}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={18} aria-hidden={true} />}
      value={typed.text}
      onChange={(event) => typed.type(event.currentTarget.value)}
      onBlur={typed.flush}
    />
  );
}
