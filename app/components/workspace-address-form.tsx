import { useWords } from "../request";
import { Button } from "./ui/button";
import { TextField } from "./ui/text-field";

/** Asks for a workspace's address and goes to its sign-in page. */
export function WorkspaceAddressForm({
  host,
  typed,
  error,
}: {
  host: string;
  typed?: string;
  error?: string;
}) {
  const { home } = useWords();
  return (
    <form method="post" action="/?index" className="grid gap-4" noValidate>
      <TextField
        name="workspace"
        label={home.field}
        hint={home.hint({ host })}
        defaultValue={typed}
        error={error}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
      />
      <Button type="submit" variant="primary" size="large" wide>
        {home.submit}
      </Button>
    </form>
  );
}
