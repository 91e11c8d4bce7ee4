import { useFetcher } from "@remix-run/react";
import { useManage } from "../../manage-words";
import { groups } from "../../messages/manage/en/places";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorSummary } from "../ui/error-summary";
import { GroupFields, type GroupOptions, type GroupValues } from "./group-form";

const sections = { groups };

/** The page that makes a group, over the tree; the page stays the truth and works without scripts. */
export function GroupDialog({
  address,
  options,
  onClose,
}: {
  address: string;
  options: GroupOptions;
  onClose: () => void;
}) {
  const manage = useManage(sections);
  const sender = useFetcher<{ values: GroupValues; errors: Record<string, string> }>();
  const values = sender.data?.values ?? {
    name: "",
    description: "",
    visibility: "public",
    parentId: "",
    unitId: "",
    language: "",
  };
  return (
    <Dialog title={manage.groups.createTitle} onClose={onClose}>
      <sender.Form method="post" action={`${address}/new`} noValidate className="grid gap-5">
        <ErrorSummary errors={sender.data?.errors} />
        <GroupFields options={options} values={values} errors={sender.data?.errors} />
        <div>
          <Button type="submit" variant="primary" pending={sender.state !== "idle"}>
            {manage.groups.createSubmit}
          </Button>
        </div>
      </sender.Form>
    </Dialog>
  );
}
