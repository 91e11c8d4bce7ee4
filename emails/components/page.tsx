import { PAPER } from "../accent";
import type { Draft, Letter } from "../draft";
import { Paragraph } from "./paragraph";
import { Body, Column, Container, Head, Heading, Html, Row, Text } from "./primitives";
import { DESK, FONT, heading, LINE, letterhead, PREHEADER, quiet, sheet } from "./style";

// Without them a mailbox fills the rest of its preview line with the words that follow.
const BLANKS = "\u00A0\u200C".repeat(80);

/** The sheet of paper: whose mail it is above, the letter, and who sent it below. */
export function Page({ draft, letter }: { draft: Draft; letter: Letter }) {
  const { words, names, accent } = draft;
  return (
    <Html lang={words.language} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>{letter.subject}</title>
        <style>{sheet(accent)}</style>
      </Head>
      <Body style={{ backgroundColor: DESK, fontFamily: FONT, margin: 0, padding: 0 }}>
        <div style={PREHEADER}>{letter.preheader + BLANKS}</div>
        {/* Said again, because many clients drop the html element. */}
        <Row lang={words.language} dir="ltr">
          <Column className="desk" style={{ backgroundColor: DESK, padding: "32px 12px" }}>
            <Container className="card" style={card}>
              <Row>
                <Column style={{ backgroundColor: accent.fill, fontSize: "4px", lineHeight: "4px" }}>
                  {"\u00A0"}
                </Column>
              </Row>
              <Row>
                <Column className="inside" style={{ overflowWrap: "anywhere", padding: "28px 36px 20px" }}>
                  {draft.logo ? (
                    // Without images its text stands in its place.
                    <img
                      src={draft.logo}
                      alt={names.workspace}
                      height={40}
                      style={{ ...letterhead, ...logo }}
                    />
                  ) : (
                    <Text className="ink" style={letterhead}>
                      {names.workspace}
                    </Text>
                  )}
                  {draft.customer && (
                    <Text className="quiet" style={{ ...quiet, margin: 0 }}>
                      {draft.customer}
                    </Text>
                  )}
                  <Heading as="h1" className="ink" style={heading}>
                    {letter.heading}
                  </Heading>
                  <Paragraph>{words.greeting(draft.recipient)}</Paragraph>
                  {draft.about !== null && <Paragraph>{words.about.passOn(draft.about)}</Paragraph>}
                  {letter.body}
                </Column>
              </Row>
            </Container>
            <Container style={{ maxWidth: "560px" }}>
              <Row>
                <Column className="inside" style={{ overflowWrap: "anywhere", padding: "16px 36px" }}>
                  <Text className="quiet" style={{ ...quiet, fontSize: "13px", margin: 0 }}>
                    {words.footer(names)}
                  </Text>
                </Column>
              </Row>
            </Container>
          </Column>
        </Row>
      </Body>
    </Html>
  );
}

// Most logos are made for white paper; the plate keeps them legible at night.
const logo = {
  backgroundColor: PAPER.light,
  borderRadius: "4px",
  display: "block",
  height: "40px",
  lineHeight: "20px",
  margin: "0 0 4px",
  maxWidth: "100%",
  padding: "4px 0",
  width: "auto",
} as const;

const card = {
  backgroundColor: PAPER.light,
  border: `1px solid ${LINE}`,
  borderCollapse: "separate",
  borderRadius: "12px",
  maxWidth: "560px",
  overflow: "hidden",
} as const;
