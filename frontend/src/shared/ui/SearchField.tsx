import { IconSearch } from "@tabler/icons-react";
import styles from "./SearchField.module.css";
import { useTypedText } from "./useTypedText";

type SearchFieldProps = {
  className?: string | undefined;
  label: string;
  placeholder?: string;
  value: string;
  /** Called after a pause in typing, or when the field loses the focus. */
  onSearch: (text: string) => void;
};

export function SearchField({
  className = "",
  label,
  value,
  onSearch,
  placeholder = label,
}: SearchFieldProps) {
  const typed = useTypedText(value, onSearch);
  return (
    <div className={`${styles.field} ${className}`}>
      <IconSearch className={styles.icon} size={18} aria-hidden={true} />
      <input
        type="search"
        className={styles.input}
        dir="auto"
        aria-label={label}
        placeholder={placeholder}
        value={typed.text}
        onChange={(event) => typed.type(event.currentTarget.value)}
        onBlur={typed.flush}
      />
    </div>
  );
}
