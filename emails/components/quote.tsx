import type { Accent } from "../accent";
import { block } from "./block";
import { Section, Text } from "./primitives";
import { paragraph, quiet } from "./style";

/** What a person wrote, under their name. Its own words decide which way the quotation runs. */
export const Quote = block<{ by: string; words: string | null; accent: Accent }>(
  ({ by, words, accent }) =>
    words === null ? null : (
      <Section style={{ margin: "0 0 20px" }}>
        <Text className="quiet" style={{ ...quiet, margin: "0 0 6px" }}>
          {by}
        </Text>
        <Text
          className="ink"
          dir="auto"
          style={{
            ...paragraph,
            borderLeft: `3px solid ${accent.fill}`,
            margin: "0",
            overflowWrap: "anywhere",
            padding: "2px 14px",
          }}
        >
          {words}
        </Text>
      </Section>
    ),
  ({ by, words }) => words && `${by}\n${words}`,
);
