import { Form } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { acts } from "../../messages/manage/en/people";
import { Button } from "../ui/button";

const sections = { acts };

/** The act of many as a whole can be taken back by this, as long as nothing has left. */
export function UndoMany({
  base,
  undo,
  onLeave,
}: {
  base: string;
  undo: { op: string; count: number };
  onLeave?: () => void;
}) {
  const manage = useManage(sections);
  return (
    <Form
      method="post"
      action={`${base}/people/invite`}
      // Whatever closes with it must not go before the form is on its way.
      onSubmit={() => onLeave && setTimeout(onLeave)}
    >
      <input type="hidden" name="op" value={undo.op} />
      <input type="hidden" name="count" value={undo.count} />
      <Button type="submit" name="intent" value="undo" size="small">
        {manage.acts.undo}
      </Button>
    </Form>
  );
}
