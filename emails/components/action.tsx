import type { Draft } from "../draft";
import { block } from "./block";
import { Button, Text } from "./primitives";
import { INK, quiet } from "./style";

/** The one button of a letter and, for those it fails, the same address in full. */
export const Action = block<{ draft: Draft; label: string; addressLead?: string; expires?: boolean }>(
  ({ draft, label, addressLead = draft.words.plainAddress, expires = false }) => {
    const { fill, ink, edge } = draft.accent;
    return (
      <>
        <Button
          className="button"
          href={draft.url}
          style={{
            backgroundColor: fill,
            border: `1px solid ${edge.light}`,
            borderRadius: "8px",
            boxSizing: "border-box",
            color: ink,
            fontSize: "16px",
            fontWeight: 600,
            margin: "8px 0 20px",
            padding: "14px 26px",
            textAlign: "center",
          }}
        >
          {label}
        </Button>
        {expires && (
          <Text className="ink" style={{ ...quiet, color: INK }}>
            {draft.expiry}
          </Text>
        )}
        <Text className="quiet" style={{ ...quiet, margin: "0 0 2px" }}>
          {addressLead}
        </Text>
        <Text className="quiet" style={{ ...quiet, fontSize: "13px", margin: "0", wordBreak: "break-all" }}>
          {draft.url}
        </Text>
      </>
    );
  },
  ({ draft, label, expires = false }) =>
    `${label}${draft.words.colon.trimEnd()}\n${draft.url}${expires ? `\n\n${draft.expiry}` : ""}`,
);
