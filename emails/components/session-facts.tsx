import type { DraftSession } from "../draft";
import type { Messages } from "../messages";
import { block } from "./block";
import { Column, Row, Section, Text } from "./primitives";
import { INK, PANEL, quiet } from "./style";

/** What, when and where: what one looks for in such a mail. */
export const SessionFacts = block<{ words: Messages; session: DraftSession }>(
  ({ words, session }) => (
    <Section style={{ margin: "0 0 20px" }}>
      <Row>
        <Column
          className="panel"
          style={{ backgroundColor: PANEL, borderRadius: "8px", padding: "12px 16px" }}
        >
          <Text className="ink" style={{ color: INK, fontSize: "16px", lineHeight: "24px", margin: 0 }}>
            <strong>{session.title}</strong>
          </Text>
          <Text className="quiet" style={{ ...quiet, margin: "0 0 8px" }}>
            {session.course}
          </Text>
          {linesOf(words, session).map((line) => (
            <Text
              key={line}
              className="ink"
              style={{ color: INK, fontSize: "15px", lineHeight: "22px", margin: "2px 0 0" }}
            >
              {line}
            </Text>
          ))}
        </Column>
      </Row>
    </Section>
  ),
  ({ words, session }) => [session.title, session.course, ...linesOf(words, session)].join("\n"),
);

function linesOf(words: Messages, { times, place, online }: DraftSession): string[] {
  return [times, place, online ? words.session.online : null].filter((line) => line !== null);
}
