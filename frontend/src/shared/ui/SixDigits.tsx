import { TextInput } from "@mantine/core";
import { useState } from "react";

const SIX_DIGITS = /^\d{6}$/;

type SixDigitsProps = {
  label: string;
  value: string;
  error: string | null;
  onChange: (code: string) => void;
};

/** The field for a code of six digits that came by mail or text message. */
export function SixDigits({ onChange, ...rest }: SixDigitsProps) {
  return (
    <TextInput
      {...rest}
      size="md"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  );
}

/** The code that is being typed, and whether it was sent before it had six digits. */
export function useSixDigits() {
  const [code, setCode] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  return {
    code,
    setCode,
    incomplete,
    /** Whether the code can be sent. Says from now on that it can't, if it can't. */
    check: () => {
      setIncomplete(!SIX_DIGITS.test(code));
      return SIX_DIGITS.test(code);
    },
    clear: () => {
      setCode("");
      setIncomplete(false);
    },
  };
}
