import type { Draft } from "../draft";
import { block } from "./block";
import { Column, Row, Section, Text } from "./primitives";
import { INK, PANEL, quiet } from "./style";

/** The invitee's roles, and what each lets them do. */
export const Roles = block<{ draft: Draft }>(
  ({ draft: { words, roles } }) =>
    roles.length === 0 ? null : (
      <Section style={{ margin: "0 0 20px" }}>
        <Row>
          <Column
            className="panel"
            style={{ backgroundColor: PANEL, borderRadius: "8px", padding: "12px 16px" }}
          >
            <Text className="quiet" style={{ ...quiet, margin: 0 }}>
              {words.roleHeading(roles.length)}
            </Text>
            {roles.map(({ label, may }) => (
              <Text
                key={label}
                className="ink"
                style={{ color: INK, fontSize: "15px", lineHeight: "22px", margin: "6px 0 0" }}
              >
                <strong>{label}</strong>
                {may && words.colon + may}
              </Text>
            ))}
          </Column>
        </Row>
      </Section>
    ),
  ({ draft: { words, roles } }) =>
    roles.length === 0
      ? null
      : [
          words.roleHeading(roles.length),
          ...roles.map(({ label, may }) => (may ? `- ${label}${words.colon}${may}` : `- ${label}`)),
        ].join("\n"),
);
