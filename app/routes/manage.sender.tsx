import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { SettingsTabs } from "../components/settings/settings-tabs";
import { Button } from "../components/ui/button";
import { CopyField } from "../components/ui/copy-field";
import { DefinitionList } from "../components/ui/definition-list";
import { PageHeader } from "../components/ui/page-header";
import { Section } from "../components/ui/section";
import { StatusBadge, type StatusTone } from "../components/ui/status-badge";
import { Cell, HeadCell, Row, Table, TableHead } from "../components/ui/table";
import { manageOfPage, useManage } from "../manage-words";
import { settings } from "../messages/manage/en/settings";
import { insideFields } from "./manage.fields.server";

const sections = { settings };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { workspace, base } = insideFields(context, request);
  // Looking it up takes a while, so only whoever asks waits.
  const check = new URL(request.url).searchParams.has("check");
  return { base, workspace: workspace.name, page: await context.useCases.viewSender({ check }) };
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Check = NonNullable<Loaded["page"]["checks"]>[number];

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [
  { title: `${manageOfPage(matches, sections).settings.sender.title} · ${found?.workspace ?? ""}` },
];

const tones: Record<Check["verdict"], StatusTone> = {
  good: "good",
  weak: "attention",
  missing: "attention",
  wrong: "bad",
  several: "bad",
  not_needed: "quiet",
  unknown: "quiet",
  unchecked: "quiet",
};

/** Whom the mails are from, and whether the sending domain says so (F81, F84). */
export default function Sender() {
  const { sender: words } = useManage(sections).settings;
  const { base, page } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={words.title} description={words.lead} />
      <SettingsTabs base={base} current="sender" />
      <Section title={words.allow} description={words.allowLead}>
        <div className="grid max-w-xl gap-5">
          <CopyField name="address" label={words.address} value={page.address} />
          <CopyField name="domain" label={words.domain} value={page.domain} />
          <CopyField
            name="returnPath"
            label={words.returnPath}
            hint={words.returnPathHint}
            value={page.returnPath.name}
          />
        </div>
        <DefinitionList
          items={[
            { term: words.shownAs, value: page.fromName },
            { term: words.answers, value: page.replyTo ?? words.noAnswers },
          ]}
        />
      </Section>
      <Records page={page} />
    </>
  );
}

function Records({ page }: Pick<Loaded, "page">) {
  const { sender: words } = useManage(sections).settings;
  const navigation = useNavigation();
  const { columns, ought } = words;
  const rows = [
    {
      record: "return_path" as const,
      name: page.returnPath.name,
      ought: ought.return_path({ target: page.returnPath.target }),
    },
    { record: "spf" as const, name: page.domain, ought: ought.spf({ spf: page.spf }) },
    { record: "dkim" as const, name: page.dkim ?? words.unknownName, ought: ought.dkim },
    { record: "dmarc" as const, name: page.dmarc, ought: ought.dmarc },
  ];
  return (
    <Section title={words.dns} description={words.dnsLead}>
      {page.canCheck ? (
        <Form method="get" preventScrollReset>
          <Button
            type="submit"
            name="check"
            value="1"
            pending={navigation.location?.search.includes("check=")}
          >
            {page.checks ? words.checkAgain : words.check}
          </Button>
        </Form>
      ) : (
        <p className="text-muted">{words.noCheck}</p>
      )}
      <Table caption={words.caption}>
        <TableHead>
          <HeadCell>{columns.record}</HeadCell>
          <HeadCell>{columns.name}</HeadCell>
          <HeadCell>{columns.ought}</HeadCell>
          {page.checks && <HeadCell>{columns.state}</HeadCell>}
        </TableHead>
        <tbody>
          {rows.map(({ record, name, ought: said }) => {
            const check = page.checks?.find((one) => one.record === record);
            return (
              <Row key={record}>
                <Cell label={columns.record}>{words.records[record]}</Cell>
                <Cell label={columns.name}>
                  <Literal plain={page.dkim === null && record === "dkim"}>{name}</Literal>
                </Cell>
                <Cell label={columns.ought}>
                  <Literal plain={record === "dkim"}>{said}</Literal>
                </Cell>
                {check && (
                  <Cell label={columns.state}>
                    <Verdict check={check} />
                  </Cell>
                )}
              </Row>
            );
          })}
        </tbody>
      </Table>
    </Section>
  );
}

/** What stands in a record to the letter, or where that is not known says so in words. */
function Literal({ plain, children }: { plain: boolean; children: string }) {
  return plain ? children : <span className="font-mono text-sm wrap-anywhere">{children}</span>;
}

/** What was found, in words, and how to mend it. */
function Verdict({ check }: { check: Check }) {
  const { sender: words } = useManage(sections).settings;
  const { record, verdict, found } = check;
  const mend = words.mend[record] as Readonly<Partial<Record<string, string>>>;
  const help = verdict === "unchecked" ? words.mend.unchecked : mend[verdict];
  return (
    <div className="grid gap-1">
      <StatusBadge tone={tones[verdict]}>{words.verdicts[verdict]}</StatusBadge>
      {help && <span className="max-w-prose text-base text-muted">{help}</span>}
      {verdict !== "good" && found.length > 0 && (
        <span className="text-sm text-muted">
          {words.found} <span className="font-mono wrap-anywhere">{found.join(" · ")}</span>
        </span>
      )}
    </div>
  );
}
