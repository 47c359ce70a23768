import { Button, Checkbox, TextInput, Title } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { fieldProblemText } from "@/shared/api/problemText";
import { guestWords, staffProblemText, staffWords as t } from "@/shared/i18n/staffWords";
import card from "@/shared/ui/card.module.css";
import { Notice } from "@/shared/ui/Notice";
import styles from "./ApiKeys.module.css";
import { apiKeyKeys, createKey, SCOPES, type Scope } from "./apiKeys";

const MAX_NAME_LENGTH = 80;

export function CreateKey() {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["notifications:send", "notifications:read"]);
  const [submitted, setSubmitted] = useState(false);
  const create = useMutation({
    mutationFn: () => createKey(name.trim(), scopes),
    onSuccess: () => {
      setName("");
      setSubmitted(false);
      return queryClient.invalidateQueries({ queryKey: apiKeyKeys.all });
    },
    // The key is shown only once, so the cache must not keep it.
    gcTime: 0,
  });
  if (create.data) return <NewKey value={create.data.key} done={create.reset} />;
  const refused = fieldProblemText(guestWords, create.error, "name");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    if (name.trim() && scopes.length > 0 && !create.isPending) create.mutate();
  };
  return (
    <form className={card.card} onSubmit={submit} noValidate>
      <TextInput
        size="md"
        label={t("keys.name")}
        description={t("keys.nameHint")}
        maxLength={MAX_NAME_LENGTH}
        value={name}
        error={submitted && !name.trim() ? guestWords("field.required") : refused}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        size="md"
        label={t("keys.scopes")}
        value={scopes}
        error={submitted && scopes.length === 0 ? t("keys.scopesNone") : undefined}
        onChange={(chosen) => setScopes(SCOPES.filter((scope) => chosen.includes(scope)))}
      >
        <div className={card.choices}>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              size="md"
              value={scope}
              label={t(`keys.scope.${scope}`)}
              description={scope}
            />
          ))}
        </div>
      </Checkbox.Group>
      {create.error && !refused ? <Notice tone="bad">{staffProblemText(create.error)}</Notice> : null}
      <Button type="submit" className={card.submit} loading={create.isPending}>
        {t("keys.create")}
      </Button>
    </form>
  );
}

function NewKey({ value, done }: { value: string; done: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // No permission, or no https: select the key, so that the reader can copy it.
      field.current?.select();
    }
  };
  return (
    <section className={card.card} aria-labelledby="new-key-heading">
      <Title order={2} size="h3" id="new-key-heading">
        {t("keys.createdTitle")}
      </Title>
      <div className={styles.value}>
        <TextInput
          ref={field}
          size="md"
          className={styles.field}
          classNames={{ input: styles.key }}
          label={t("keys.value")}
          description={t("keys.once")}
          value={value}
          readOnly
        />
        <Button
          variant="default"
          size="md"
          leftSection={<IconCopy size={18} aria-hidden={true} />}
          onClick={() => void copy()}
        >
          {t(copied ? "keys.copied" : "keys.copy")}
        </Button>
      </div>
      <Button className={card.submit} onClick={done}>
        {t("keys.done")}
      </Button>
    </section>
  );
}
