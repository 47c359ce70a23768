import { Radio, Stack } from "@mantine/core";
import { staffWords as t } from "@/shared/i18n/staffWords";
import type { Scope } from "./eventManagementApi";

const SCOPES = ["this", "later", "all"] as const satisfies Scope[];

type ScopeChoiceProps = { label: string; value: Scope; onChange: (scope: Scope) => void };

/** Which sessions of a series a change is for. */
export function ScopeChoice({ label, value, onChange }: ScopeChoiceProps) {
  return (
    <Radio.Group size="md" label={label} value={value} onChange={(scope) => onChange(scope as Scope)}>
      <Stack gap="xs" mt="xs">
        {SCOPES.map((scope) => (
          <Radio key={scope} size="md" value={scope} label={t(`scope.${scope}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
