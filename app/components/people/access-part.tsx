import { Form } from "@remix-run/react";
import type { MemberPage } from "../../../worker/domain/members/view-member";
import { useManage } from "../../manage-words";
import { access } from "../../messages/manage/en/access";
import { Button, LinkButton } from "../ui/button";
import { Day } from "../ui/day";
import { DefinitionList } from "../ui/definition-list";
import { Section } from "../ui/section";

const sections = { access };

type Shown = Pick<MemberPage, "id" | "accessEndsOn" | "accessEndDoes" | "accessEnded" | "may">;

/** Until when somebody has access, and the way to change it; nothing where no end is known and none can be set. */
export function AccessPart({ person, base }: { person: Shown; base: string }) {
  const manage = useManage(sections);
  const { accessEndsOn, accessEndDoes, accessEnded, may } = person;
  const words = manage.access;
  if (accessEndsOn === null && !may.setAccessEnd) return null;
  return (
    <Section
      title={words.title}
      actions={
        may.setAccessEnd && (
          <LinkButton to={`${base}/people/${person.id}/access`} size="small">
            {accessEnded ? words.giveBack : accessEndsOn ? words.change : words.set}
          </LinkButton>
        )
      }
    >
      <DefinitionList
        items={[
          {
            term: accessEnded ? words.ended : words.until,
            value: accessEndsOn ? (
              <>
                <Day day={accessEndsOn} />
                {!accessEnded && accessEndDoes && (
                  <span className="text-muted">, {words.thenWords[accessEndDoes]}</span>
                )}
              </>
            ) : (
              words.noEnd
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Taking along and erasing what is kept about somebody. */
export function DataPart({ person, base }: { person: Pick<MemberPage, "id" | "may">; base: string }) {
  const manage = useManage(sections);
  const { may } = person;
  const words = manage.access;
  if (!may.exportData) return null;
  const here = `${base}/people/${person.id}`;
  return (
    <Section title={words.dataTitle} description={words.dataLead}>
      <div className="flex flex-wrap gap-2">
        {/* A file is the browser's to fetch. */}
        <Form method="post" action={`${here}/data.json`} reloadDocument>
          <Button type="submit">{words.exportData}</Button>
        </Form>
        {may.erase && <LinkButton to={`${here}/erase`}>{words.erase} …</LinkButton>}
      </div>
    </Section>
  );
}
